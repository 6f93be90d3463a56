import { Key } from "@operator/contract";

/** Who acts, unique within the tenant and compared exactly. */
export const PrincipalId = Key.shape.principal_id;

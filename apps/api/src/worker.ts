import { createApp } from "./app.ts";

export { AuditLog } from "./objects/audit-log/object.ts";
export { ConfirmationDesk } from "./objects/confirmation-desk/object.ts";
export { RunLog } from "./objects/run-log/object.ts";
export { TenantDirectory } from "./objects/tenant-directory/object.ts";

export default createApp();

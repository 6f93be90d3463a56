/** What the caller knows of the place where the project will run; what is absent is unknown and never assumed. */
export interface Circumstances {
  /** Ids of the credentials that are bound. */
  boundCredentials?: readonly string[];
  dockerAvailable?: boolean;
  dashboardAvailable?: boolean;
  packageSignature?: "valid" | "invalid" | "missing";
  sbom?: "valid" | "invalid" | "missing";
  /** True when the project's policy is the one in force for the agent, which people have looked at. */
  policyIsReviewed?: boolean;
}

/** A project as it is checked: its text files by their paths, which are relative, normal and unique. */
export interface Project {
  /** The absolute path of the project, as the caller named it. */
  dir: string;
  files: ReadonlyMap<string, string>;
  /** Paths of files that are no text; they are known to exist. */
  binaries: ReadonlySet<string>;
  circumstances: Circumstances;
}

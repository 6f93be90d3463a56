import type { Project } from "./project.ts";

/** A reading of a project that is made once for each: several checks rest on it, and a project does not change. */
export function oncePerProject<Reading>(read: (project: Project) => Reading): (project: Project) => Reading {
  const known = new WeakMap<Project, { reading: Reading }>();
  return (project) => {
    const before = known.get(project);
    if (before !== undefined) return before.reading;
    const reading = read(project);
    known.set(project, { reading });
    return reading;
  };
}

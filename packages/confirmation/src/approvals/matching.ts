/**
 * The largest number of groups that can each have a person of its own: maximum bipartite matching by augmenting paths
 * (Kuhn's algorithm). Who is in two groups stands for one of them only.
 *
 * @param groups the people who could stand for each group
 */
export function distinctPeople(groups: readonly ReadonlySet<string>[]): number {
  const groupOf = new Map<string, number>();

  /** Finds a person for a group, moving others to another group where that frees one. */
  function assign(group: number, tried: Set<string>): boolean {
    for (const person of groups[group] ?? []) {
      if (tried.has(person)) continue;
      tried.add(person);
      const taken = groupOf.get(person);
      if (taken === undefined || assign(taken, tried)) {
        groupOf.set(person, group);
        return true;
      }
    }
    return false;
  }

  return groups.filter((_, group) => assign(group, new Set())).length;
}

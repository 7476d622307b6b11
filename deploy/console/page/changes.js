// What differs between two JSON documents.

const leaves = (value, path = '', found = new Map()) => {
  if (value !== null && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) leaves(inner, path ? `${path}.${name}` : name, found)
  } else if (value !== undefined) {
    found.set(path, value)
  }
  return found
}

/** Each path whose value was added, changed or removed. */
export const changes = (before, after) => {
  const old = leaves(before)
  const now = leaves(after)
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter(path => old.get(path) !== now.get(path))
    .map(path => ({ path, before: old.get(path), after: now.get(path) }))
}

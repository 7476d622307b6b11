// What Google would bill for what a local run does: the run tells totals, we keep what is new.

const KEPT_MILLIS = 60_000

/** What is counted, each a number of a total, beside its `dollars`. */
export const OPERATIONS = ['reads', 'writes', 'deletes', 'messages']

export class Bill {
  /** Since the page was opened; undefined while nobody counts. */
  total

  /** Of the last minute, with `at`, oldest first. */
  changes = []

  #last

  add({ at, ...now }) {
    // The first total is where we begin; one that is lower is that of a new run, which began at 0.
    const isNewRun = this.#last !== undefined && now.reads < this.#last.reads
    const before = isNewRun ? {} : this.#last ?? now
    this.total ??= {}
    const change = { at }
    for (const name of [...OPERATIONS, 'dollars']) {
      change[name] = now[name] - (before[name] ?? 0)
      this.total[name] = (this.total[name] ?? 0) + change[name]
    }
    this.#last = now
    this.changes.push(change)
    while (this.changes[0].at < at - KEPT_MILLIS) this.changes.shift()
  }
}

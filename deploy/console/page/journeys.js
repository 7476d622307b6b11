// Folds the messages of the stream into journeys: one for each event, from its command to every view.

const MOST = 500

/** Between the gateway and a function, at most. */
const CLOCKS_DIFFER_MILLIS = 2_000

const time = timestamp => {
  // Dates know milliseconds, events microseconds.
  const micros = /\.(\d{3})(\d{1,3})/.exec(timestamp)?.[2] ?? ''
  return Date.parse(timestamp) + Number(micros.padEnd(3, '0')) / 1_000
}

/** The hops, in order, each with the field that says when. */
export const HOPS = [
  ['decided', 'decidedAt'],
  ['appended', 'appendedAt'],
  ['published', 'publishedAt'],
  ['projected', 'projectedAt'],
  ['visible', 'visibleAt']
]

const newJourney = event => ({
  kind: 'event',
  key: event.id,
  event,
  decidedAt: time(event.timestamp),
  subscribers: new Map(),
  marks: new Map()
})

const mark = (journey, name) => journey.marks.set(name, (journey.marks.get(name) ?? 0) + 1)

/** What is worth saying of a delivery, beside that it went well. */
const MARKS = {
  duplicated: 'delivered twice',
  dropped: 'lost, sent again',
  failed: 'failed, sent again',
  unanswered: 'answer lost, sent again',
  delayed: 'overtaken',
  crashed: 'function killed',
  dead_lettered: 'dead letter'
}

export class Journeys {
  /** By event, or by number for a command that was refused. Oldest first. */
  all = new Map()
  changed = new Set()
  commands = 0
  refusals = new Map()
  isConnected = true
  deliveryChaos = undefined

  add({ name, data }) {
    this[name](data)
    while (this.all.size > MOST) this.#forget(this.all.keys().next().value)
  }

  #forget(key) {
    this.all.delete(key)
    this.changed.delete(key)
  }

  #of(event) {
    if (!this.all.has(event.id)) this.all.set(event.id, newJourney(event))
    this.changed.add(event.id)
    return this.all.get(event.id)
  }

  command(data) {
    this.commands++
    if (data.status >= 400 || data.status === 0) this.#refused(data)
    else if (!data.dryRun) data.events.forEach(event => this.#answered(event, data))
  }

  #refused(data) {
    const key = `refusal-${this.commands}`
    const why = data.detail || data.problem || `status ${data.status}`
    this.all.set(key, { kind: 'refusal', key, command: data, why, decidedAt: data.at })
    this.changed.add(key)
    this.refusals.set(why, (this.refusals.get(why) ?? 0) + 1)
  }

  /** An event that is older than its answer was decided by an earlier command with the same key. */
  #answered(event, data) {
    const isOld = data.at - data.millis - time(event.timestamp) > CLOCKS_DIFFER_MILLIS
    if (isOld && !this.all.has(event.id)) return
    const { service, aggregateId, correlationId } = data
    const journey = this.#of({ ...event, service, aggregateId, correlationId })
    if (isOld || journey.command) mark(journey, 'sent again, same answer')
    journey.command ??= data
  }

  delivery({ at, hop, function: name, outcome, event }) {
    const journey = this.#of(event)
    if (MARKS[outcome]) mark(journey, MARKS[outcome])
    if (hop === 'trigger') {
      journey.appendedAt ??= at
      if (outcome === 'taken') journey.publishedAt ??= at
      return
    }
    const subscriber = journey.subscribers.get(name) ?? { tries: 0 }
    journey.subscribers.set(name, subscriber)
    journey.publishedAt ??= at
    if (outcome === 'sent') {
      subscriber.tries++
      journey.projectedAt ??= at
    }
    if (outcome === 'dead_lettered') subscriber.isDead = true
    if (outcome === 'taken') subscriber.takenAt ??= at
    const all = [...journey.subscribers.values()]
    journey.visibleAt = all.every(it => it.takenAt) ? Math.max(...all.map(it => it.takenAt)) : undefined
  }

  audit({ at, event }) {
    this.#of(event).visibleAt ??= at
  }

  /** Whoever comes back gets what was missed. */
  connection({ isOpen }) {
    this.isConnected = isOpen
  }

  repair(data) {
    const key = `repair-${data.at}`
    this.all.set(key, { kind: 'repair', key, ...data, decidedAt: data.at })
    this.changed.add(key)
  }

  chaos(data) {
    this.deliveryChaos = data
  }

  /** Those that have changed since the last call. */
  takeChanged() {
    const taken = [...this.changed].map(key => this.all.get(key)).filter(Boolean)
    this.changed.clear()
    return taken
  }

  counts() {
    const events = [...this.all.values()].filter(it => it.kind === 'event')
    return Object.fromEntries(HOPS.map(([name, field]) => [name, events.filter(it => it[field] !== undefined).length]))
  }
}

// Stands in for the stream of a local run: a few commands on a bad day, with the same ids and times whenever it is shown.

{
  const NOON = Date.parse('2026-01-31T12:00:00Z')
  const messages = []
  const tell = (name, at, data) => messages.push({ name, data: { at: NOON + at, ...data } })

  const id = number => `6f5d0f0e-1d7b-4bb5-8d2a-${String(number).padStart(12, '0')}`

  const CHAOS = { duplicate: 0.3, reorder: 0.3, drop: 0.2, error: 0.1, crash: 0.02, seed: 1 }

  const decide = (at, number, service, type, version) => {
    const event = { id: id(100 + number), type, version, timestamp: new Date(NOON + at).toISOString() }
    const names = { service, aggregateId: id(number), correlationId: id(200 + number) }
    tell('command', at + 3, { ...names, type, status: 202, millis: 5, dryRun: false, events: [event], problem: '', detail: '' })
    return { ...event, ...names }
  }

  const deliver = (event, hop, name, ...outcomes) => outcomes.forEach(([at, outcome], i) =>
    tell('delivery', at, { hop, function: name, outcome, attempt: i + 1, event }))

  const publish = (event, at) =>
    deliver(event, 'trigger', `${event.service}-publisher`, [at, 'sent'], [at + 4, 'taken'])

  tell('chaos', 0, CHAOS)

  const lost = decide(100, 1, 'menu', 'menuItemAdded', 1)
  publish(lost, 104)
  deliver(lost, 'push', 'menu-items', [110, 'sent'], [112, 'failed'], [220, 'sent'], [222, 'failed'], [222, 'dead_lettered'])
  deliver(lost, 'push', 'audit-menu', [111, 'sent'], [131, 'taken'])

  tell('command', 300, {
    service: 'menu', type: 'addMenuItem', aggregateId: '', correlationId: id(299), status: 422, millis: 2.5,
    dryRun: false, events: [], problem: 'description.missing', detail: 'Description must be present.'
  })
  tell('repair', 400, { view: 'menuItems', source: 'menu', events: 1 })

  const placed = decide(500, 2, 'orders', 'orderPlaced', 3)
  publish(placed, 504)
  deliver(placed, 'push', 'payments-on-orders', [512, 'crashed'], [512, 'sent'], [540, 'failed'])
  deliver(placed, 'push', 'orders', [513, 'sent'], [519, 'taken'])

  const good = decide(600, 4, 'menu', 'menuItemAdded', 1)
  publish(good, 603)
  deliver(good, 'push', 'menu-items', [609, 'sent'], [613, 'taken'])
  deliver(good, 'push', 'audit-menu', [609, 'sent'], [618, 'taken'])
  deliver(good, 'push', 'orders-menu-items', [610, 'sent'], [615, 'taken'])

  const twice = decide(700, 3, 'menu', 'menuItemAdded', 1)
  publish(twice, 706)
  deliver(twice, 'push', 'menu-items', [712, 'duplicated'], [712, 'sent'], [722, 'taken'], [790, 'sent'], [796, 'taken'])
  deliver(twice, 'push', 'audit-menu', [713, 'dropped'], [813, 'sent'], [820, 'taken'])
  deliver(twice, 'push', 'orders-menu-items', [713, 'delayed'], [760, 'sent'], [764, 'taken'])

  window.EventSource = class extends EventTarget {
    constructor () {
      super()
      setTimeout(() => {
        this.dispatchEvent(new Event('open'))
        for (const { name, data } of messages) {
          this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }))
        }
      })
    }
  }
}

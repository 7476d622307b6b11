// What happens in the system, as it happens: a local run streams it; elsewhere we ask the audit log.

import { get, onAnswer } from './api.js'
import { Bill } from './bill.js'
import { Journeys } from './journeys.js'
import { address, isElsewhere } from './settings.js'

const POLL_MILLIS = 2_000
const MESSAGES = ['command', 'delivery', 'repair', 'chaos', 'bill']

const listeners = new Set()
const journeys = new Journeys()
const bill = new Bill()

const tell = (name, data) => {
  const message = { name, data }
  if (name === 'bill') bill.add(data)
  else journeys.add(message)
  listeners.forEach(listener => listener(message))
}

const now = () => performance.timeOrigin + performance.now()

const stream = () => {
  const source = new EventSource(address('local/pipeline'))
  source.addEventListener('open', () => tell('connection', { isOpen: true }))
  source.addEventListener('error', () => tell('connection', { isOpen: false }))
  for (const name of MESSAGES) source.addEventListener(name, event => tell(name, JSON.parse(event.data)))
}

const poll = () => {
  let since = new Date().toISOString()
  const seen = new Set()
  const look = async () => {
    const answer = await get('/audit', { since, orderBy: 'time', pageSize: 100 })
    for (const entry of answer.json?.items ?? []) {
      if (seen.has(entry.id)) continue
      seen.add(entry.id)
      since = entry.timestamp
      tell('audit', { at: now(), event: entry })
    }
    setTimeout(look, POLL_MILLIS)
  }
  look()
}

/** In the cloud, nobody tells of answers but those that this page got. */
const tellOurs = answer => {
  if (answer.request.method !== 'POST') return
  tell('command', {
    at: now(),
    millis: answer.millis,
    status: answer.status,
    service: answer.request.path.split('/')[1],
    type: answer.request.body?.type ?? '',
    dryRun: answer.request.path.includes('dryRun=true'),
    aggregateId: answer.json?.aggregateId ?? answer.request.body?.aggregateId ?? '',
    correlationId: answer.headers.get('X-Correlation-Id') ?? '',
    events: answer.json?.events ?? [],
    problem: answer.ok ? '' : answer.json?.type ?? answer.json?.message ?? '',
    detail: answer.json?.detail ?? ''
  })
}

const hasSwitch = async () => {
  const answer = await fetch(address('local/chaos'))
  return answer.ok && answer.headers.get('Content-Type').startsWith('application/json')
}

let isLocal = false

export const live = {
  journeys,
  bill,

  /** Whether it is a local run: only that streams, and has a switch for chaos. */
  get isLocal() {
    return isLocal
  },

  /** Calls back for each message until the returned function is called. */
  onMessage: listener => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },

  /** Calls back with each event that a view of a service may have taken. */
  onViewChange: (service, listener) => live.onMessage(({ name, data }) => {
    if (name !== 'delivery' || data.hop !== 'push' || data.outcome !== 'taken') return
    if (data.function.startsWith(service)) listener(data.event)
  }),

  start: async () => {
    isLocal = !isElsewhere() && await hasSwitch()
    if (isLocal) {
      stream()
    } else {
      onAnswer(tellOurs)
      poll()
    }
  }
}

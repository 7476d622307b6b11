// Sends requests, and says how to send the same with curl.

import { address, token } from './settings.js'

const listeners = new Set()

/** Tells of every answer that this page gets. */
export const onAnswer = listener => listeners.add(listener)

const withQuery = (path, query) => {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  return given.length ? `${path}?${new URLSearchParams(given)}` : path
}

const parsed = text => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const SILENCE = 'The system did not answer, or does not let this page ask it.'

const receive = async request => {
  const authorization = token() ? { Authorization: `Bearer ${token()}` } : {}
  try {
    const response = await fetch(address(request.path), {
      method: request.method,
      headers: { ...request.headers, ...authorization },
      body: request.body && JSON.stringify(request.body),
      cache: 'no-store'
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: parsed(text) }
  } catch {
    return { status: 0, headers: new Headers(), text: '', json: { detail: SILENCE } }
  }
}

export const send = async ({ method = 'GET', path, query = {}, headers = {}, body }) => {
  const contentType = body ? { 'Content-Type': 'application/json' } : {}
  const request = { method, path: withQuery(path, query), headers: { ...contentType, ...headers }, body }
  const start = performance.now()
  const received = await receive(request)
  const ok = received.status >= 200 && received.status < 300
  const answer = { ...received, request, ok, millis: performance.now() - start }
  listeners.forEach(listener => listener(answer))
  return answer
}

export const get = (path, query) => send({ path, query })

/** What went wrong, in the system's words. */
export const reason = answer => answer.json?.detail ?? answer.json?.message ?? `The answer was ${answer.status}.`

const quoted = text => `'${text.replaceAll("'", `'\\''`)}'`

/** The same request for a terminal, where TOKEN has the token. */
export const curl = ({ method, path, headers, body }) => {
  const words = [`curl -s ${quoted(address(path).href)}`]
  if (method !== 'GET' && method !== 'POST') words.push(`-X ${method}`)
  if (token()) words.push('-H "Authorization: Bearer $TOKEN"')
  for (const [name, value] of Object.entries(headers)) words.push(`-H ${quoted(`${name}: ${value}`)}`)
  if (body) words.push(`-d ${quoted(JSON.stringify(body))}`)
  return words.join(' \\\n  ')
}

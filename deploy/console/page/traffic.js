// Something to look at: a few commands at once, by the examples of the OpenAPI document.

import { send } from './api.js'
import { button } from './dom.js'
import { commands } from './openapi.js'

const MANY = 10

export const traffic = () => {
  const { path, example } = commands().find(command => !command.isAboutAggregate && command.example)
  const newKey = () => ({ 'Idempotency-Key': crypto.randomUUID() })
  const sendOne = () => send({ method: 'POST', path, headers: newKey(), body: example })
  return button(`Send ${MANY} commands`, () => Promise.all(Array.from({ length: MANY }, sendOne)))
}

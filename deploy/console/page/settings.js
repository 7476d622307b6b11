// Which system the console shows, and as whom. Kept until the tab is closed, and sent nowhere else.

import { button, el, labeled } from './dom.js'

const URL_KEY = 'restaurant.url'
const TOKEN_KEY = 'restaurant.token'
const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/
const PEOPLE = ['cook', 'waiter', 'customer']

const stored = key => sessionStorage.getItem(key) ?? ''
const store = (key, value) => (value ? sessionStorage.setItem(key, value) : sessionStorage.removeItem(key))

export const token = () => stored(TOKEN_KEY)

/** The address of the system that serves this page, unless another was named. */
export const base = () => stored(URL_KEY) || new URL('.', document.baseURI).href

export const isElsewhere = () => stored(URL_KEY) !== ''

export const address = path => new URL(path.replace(/^\//, ''), base().replace(/\/*$/, '/'))

/** A system at home hands out tokens. */
const tokenOf = async person => {
  const answer = await fetch(address(`local/tokens/${person}`))
  const text = answer.ok ? await answer.text() : ''
  // Servers of static files may answer with a page of theirs.
  return TOKEN.test(text) ? text : ''
}

export const signInAtHome = async () => {
  if (!isElsewhere() && !token()) store(TOKEN_KEY, await tokenOf('cook'))
}

/** The name in a token, which the system checks and we do not. */
export const caller = () => {
  try {
    const claims = token().split('.')[1].replace(/-/g, '+').replace(/_/g, '/')
    return JSON.parse(atob(claims)).sub ?? 'somebody'
  } catch {
    return token() ? 'somebody' : 'nobody'
  }
}

export const settingsDialog = (dialog, isLocal, changed) => {
  const named = isElsewhere() ? base() : ''
  const url = el('input', { type: 'url', value: named, placeholder: base(), autocomplete: 'off' })
  const bearer = el('textarea', { rows: '3', autocomplete: 'off', spellcheck: 'false' }, token())
  const save = () => {
    store(URL_KEY, url.value.trim())
    store(TOKEN_KEY, bearer.value.trim())
    dialog.close()
    changed()
  }
  const become = async person => {
    bearer.value = await tokenOf(person)
    save()
  }
  const submit = event => {
    event.preventDefault()
    save()
  }
  const people = PEOPLE.map(person => button(person, () => become(person)))
  dialog.replaceChildren(
    el('form', { method: 'dialog', onsubmit: submit },
      el('h2', { id: 'settings-title' }, 'System'),
      labeled('Address of the API', url,
        'Leave it empty for the system that serves this page. Another one must list this page in its CORS_ORIGINS.'),
      labeled('Token', bearer, 'Sent as a bearer token to that address only, and forgotten when the tab is closed.'),
      isLocal && el('p', { class: 'actions' }, 'At home, act as ', people),
      el('p', { class: 'actions' },
        el('button', { type: 'submit', class: 'main' }, 'Save'),
        button('Cancel', () => dialog.close()))))
  dialog.showModal()
}

import { startAuthentication, startRegistration } from '@simplewebauthn/browser'

/** Passkeys on the sign-in pages: shows the buttons where the browser knows passkeys, and does what they say. */
const place = document.getElementById('passkey')

const send = async (path: string, body?: unknown): Promise<unknown> => {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify(body ?? {}),
  })
  if (!answer.ok) throw new Error(String(answer.status))
  return answer.json()
}

const ways = {
  use: async () => send('/sign-in/passkey/use', await startAuthentication({ optionsJSON: (await send('/sign-in/passkey/ask')) as never })),
  add: async () => send('/sign-in/passkey/add', await startRegistration({ optionsJSON: (await send('/sign-in/passkey/offer')) as never })),
}

if (place !== null && 'PublicKeyCredential' in window) {
  place.hidden = false
  const status = place.querySelector('[data-passkey="status"]')
  for (const name of ['use', 'add'] as const) {
    const button = place.querySelector<HTMLButtonElement>(`button[data-passkey="${name}"]`)
    button?.addEventListener('click', async () => {
      button.disabled = true
      if (status !== null) status.textContent = ''
      try {
        await ways[name]()
        location.assign(place.dataset['to'] ?? '/console')
      } catch {
        if (status !== null) status.textContent = place.dataset['failed'] ?? ''
        button.disabled = false
      }
    })
  }
}

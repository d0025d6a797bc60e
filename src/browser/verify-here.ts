import contexts from 'akashi:contexts'
import { agrees, checkBadge } from './check-badge.ts'

const readHere = async (url: string): Promise<string> => {
  const response = await fetch(url, { headers: { accept: 'application/json' }, cache: 'no-cache', credentials: 'omit', redirect: 'error' })
  if (!response.ok) throw new Error(`${url} answered ${response.status}`)
  return response.text()
}

/** Where the bytes come from: an address of this host, or a field of this page, which holds what was sent for verification. */
const sourceOf = ({ dataset: { badge, field } }: HTMLElement): (() => Promise<string>) | undefined => {
  if (badge !== undefined) return () => readHere(new URL(badge, location.href).href)
  const held = field === undefined ? null : document.getElementById(field)
  return held instanceof HTMLInputElement ? async () => held.value : undefined
}

/**
 * Checks the badge of this page once more, from the same bytes, on this device, and says whether the result is the same.
 *
 * @param place - the element whose data says where the badge is, what the server found, and what to write
 */
export const verifyHere = async (place: HTMLElement): Promise<void> => {
  const { verdict, working, agrees: same, differs, unable } = place.dataset
  const source = sourceOf(place)
  if (source === undefined || verdict === undefined || verdict === 'unchecked') return
  place.textContent = working ?? ''
  const text = await source().catch(() => undefined)
  const local =
    text === undefined ? 'unable' : await checkBadge(text, { contexts, origin: location.origin, read: readHere, now: new Date() })
  const said = local === 'unable' ? unable : agrees(local, verdict) ? same : differs
  place.textContent = said ?? ''
  place.dataset['outcome'] = local === 'unable' ? 'unable' : agrees(local, verdict) ? 'agrees' : 'differs'
  if (place.dataset['outcome'] === 'differs') place.classList.add('notice', 'notice--caution')
}

/** Buttons that need a script stay hidden without one. */
const offerPrint = (): void => {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => window.print())
  }
}

const offerCopy = (): void => {
  if (navigator.clipboard === undefined) return
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    const source = document.getElementById(button.dataset['copy'] ?? '')
    const said = button.parentElement?.querySelector<HTMLElement>('[data-done]')
    if (source === null) continue
    button.hidden = false
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(source.innerText)
      if (said) said.textContent = said.dataset['done'] ?? ''
    })
  }
}

/** The second check waits until the page stands: its code is many times the size of the page. */
const checkHere = (): void => {
  const place = document.getElementById('same-here')
  if (place === null) return
  const start = async (): Promise<void> => {
    const { verifyHere } = await import('./verify-here.ts')
    await verifyHere(place)
  }
  const startLater = (): void => {
    start().catch(() => {
      place.textContent = place.dataset['unable'] ?? ''
    })
  }
  if ('requestIdleCallback' in window) window.requestIdleCallback(startLater, { timeout: 2000 })
  else setTimeout(startLater, 200)
}

offerPrint()
offerCopy()
checkHere()

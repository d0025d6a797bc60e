/** The second check waits until the page stands: its code is many times the size of the page. */
export const checkHere = (): void => {
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

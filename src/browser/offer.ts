/** Buttons that need a script stay hidden without one. */
export const offerPrint = (): void => {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => window.print())
  }
}

export const offerCopy = (): void => {
  if (navigator.clipboard === undefined) return
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    const source = document.getElementById(button.dataset['copy'] ?? '')
    const said = button.parentElement?.querySelector<HTMLElement>('[data-done]')
    if (source === null) continue
    button.hidden = false
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(source instanceof HTMLTextAreaElement ? source.value : source.innerText)
      if (said) said.textContent = said.dataset['done'] ?? ''
    })
  }
}

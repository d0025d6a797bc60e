/** Badges in the text: one per line, or one document that was pasted whole. */
export const countInputs = (text: string): number => {
  const trimmed = text.trim()
  if (trimmed === '') return 0
  if (/^[{[]/.test(trimmed)) return 1
  return trimmed.split(/\r?\n/).filter((line) => line.trim() !== '').length
}

/** The number of things to check in the button, the names of the chosen files, and dropping files onto the form. */
export const startDrop = (): void => {
  const form = document.getElementById('verify-form')
  const text = document.getElementById('verify-text')
  const files = document.getElementById('verify-file')
  const submit = document.getElementById('verify-submit')
  const chosen = document.getElementById('verify-file-chosen')
  const zone = document.getElementById('dropzone')
  if (!(text instanceof HTMLTextAreaElement) || !(files instanceof HTMLInputElement) || !form || !submit || !chosen || !zone) return
  const plain = submit.textContent ?? ''

  const tell = (): void => {
    const names = [...(files.files ?? [])].map((file) => file.name)
    const count = countInputs(text.value) + names.length
    const words = count === 1 ? form.dataset['submitOne'] : form.dataset['submitMany']?.replace('{count}', String(count))
    submit.textContent = count === 0 ? plain : (words ?? plain)
    const said = names.length === 0 ? '' : (chosen.dataset['chosen'] ?? '{names}').replace('{names}', names.join('、'))
    if (chosen.textContent !== said) chosen.textContent = said
  }
  text.addEventListener('input', tell)
  files.addEventListener('change', tell)
  tell()

  // The browser's own button speaks the browser's language; with a script ours stands in its place.
  const button = document.getElementById('verify-file-button')
  if (button !== null) {
    button.hidden = false
    files.classList.add('only-spoken')
  }
  for (const element of zone.querySelectorAll<HTMLElement>('.dropzone__drag')) element.hidden = false
  for (const element of zone.querySelectorAll<HTMLElement>('.dropzone__plain')) element.hidden = true
  form.addEventListener('dragover', (event) => {
    event.preventDefault()
    zone.classList.add('dropzone--over')
  })
  form.addEventListener('dragleave', () => zone.classList.remove('dropzone--over'))
  form.addEventListener('drop', (event) => {
    zone.classList.remove('dropzone--over')
    if (event.dataTransfer === null || event.dataTransfer.files.length === 0) return
    event.preventDefault()
    files.files = event.dataTransfer.files
    tell()
  })
}

/** Looks for a QR code in a picture of the camera. */
type ReadCode = (video: HTMLVideoElement) => Promise<string | undefined>

/** The part of the Shape Detection API that is used; TypeScript's DOM library does not have it. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
interface DetectorClass {
  new (options: { formats: string[] }): Detector
  getSupportedFormats(): Promise<string[]>
}

const milliSecondsBetweenLooks = 150

/** The browser's own reader where there is one; otherwise our copy of jsQR, loaded only now. */
const codeReader = async (): Promise<ReadCode> => {
  const BarcodeDetector = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  const formats = BarcodeDetector === undefined ? [] : await BarcodeDetector.getSupportedFormats().catch(() => [])
  if (BarcodeDetector !== undefined && formats.includes('qr_code')) {
    const detector = new BarcodeDetector({ formats: ['qr_code'] })
    return async (video) => (await detector.detect(video))[0]?.rawValue
  }
  const { default: jsqr } = await import('jsqr')
  const readPixels = (jsqr as unknown as { default?: typeof jsqr.default }).default ?? (jsqr as unknown as typeof jsqr.default)
  const canvas = document.createElement('canvas')
  return async (video) => {
    canvas.width = video.videoWidth
    canvas.height = video.videoHeight
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (context === null || canvas.width === 0) return undefined
    context.drawImage(video, 0, 0)
    const picture = context.getImageData(0, 0, canvas.width, canvas.height)
    return readPixels(picture.data, picture.width, picture.height)?.data
  }
}

export type Scanned = { kind: 'badge'; url: string } | { kind: 'foreign'; url: string; host: string } | { kind: 'nothing' }

/** What a code holds: the page of a badge on this very origin, an address elsewhere, or no address (SECURITY T24: a host that begins like ours is not ours). */
export const readScanned = (text: string, origin: string): Scanned => {
  if (!URL.canParse(text)) return { kind: 'nothing' }
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.origin !== origin) return { kind: 'nothing' }
  const here = url.origin === origin && url.username === '' && url.password === ''
  return here && /^\/badges\/[0-9a-z]+$/.test(url.pathname)
    ? { kind: 'badge', url: url.href }
    : { kind: 'foreign', url: url.href, host: url.host }
}

const element = <T extends HTMLElement>(id: string, kind: new () => T): T | undefined => {
  const found = document.getElementById(id)
  return found instanceof kind ? found : undefined
}

/** Offers the camera where the browser has one to ask for. Without it the form stays complete. */
export const startScan = (): void => {
  const place = element('camera', HTMLElement)
  const button = element('camera-button', HTMLButtonElement)
  const label = element('camera-label', HTMLElement)
  const picture = element('camera-picture', HTMLVideoElement)
  const message = element('camera-message', HTMLElement)
  const field = element('verify-text', HTMLTextAreaElement)
  if (!place || !button || !label || !picture || !message || !field || navigator.mediaDevices?.getUserMedia === undefined) return
  const words = place.dataset
  let stream: MediaStream | undefined
  place.hidden = false

  const stop = (): void => {
    for (const track of stream?.getTracks() ?? []) track.stop()
    stream = undefined
    picture.hidden = true
    picture.srcObject = null
    label.textContent = words['start'] ?? ''
  }

  const use = (text: string): void => {
    const scanned = readScanned(text, location.origin)
    stop()
    if (scanned.kind === 'badge') {
      location.assign(scanned.url)
      return
    }
    if (scanned.kind === 'nothing') {
      message.textContent = words['noAddress'] ?? ''
      return
    }
    field.value = field.value.trim() === '' ? scanned.url : `${field.value.trimEnd()}\n${scanned.url}`
    field.dispatchEvent(new Event('input'))
    message.textContent = (words['foreign'] ?? '').replace('{host}', scanned.host)
  }

  const look = async (read: ReadCode): Promise<void> => {
    while (stream !== undefined) {
      const text = await read(picture).catch(() => undefined)
      if (text !== undefined && text !== '' && stream !== undefined) {
        use(text)
        return
      }
      await new Promise((resolve) => setTimeout(resolve, milliSecondsBetweenLooks))
    }
  }

  const start = async (): Promise<void> => {
    message.textContent = ''
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false })
    } catch (error) {
      const refused = error instanceof DOMException && error.name === 'NotAllowedError'
      message.textContent = (refused ? words['refused'] : words['none']) ?? ''
      return
    }
    picture.srcObject = stream
    picture.hidden = false
    label.textContent = words['stop'] ?? ''
    message.textContent = words['looking'] ?? ''
    await picture.play()
    await look(await codeReader())
  }

  button.addEventListener('click', () => {
    if (stream === undefined) start().catch(stop)
    else {
      stop()
      message.textContent = ''
    }
  })
  window.addEventListener('pagehide', stop)
}

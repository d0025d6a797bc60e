import type { QrView } from '../../../templates/components/qr.tsx'
import { qrShape } from '../images/qr.ts'

/** The QR code of an address as a drawing with its name. */
export const qrView = (address: string, label: string): QrView => ({ ...qrShape(address), label })

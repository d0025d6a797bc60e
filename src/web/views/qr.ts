import { create } from 'qrcode'
import type { QrView } from '../../../templates/components/qr.tsx'

/** ISO/IEC 18004 asks for four light modules around the symbol; one is drawn here, the white padding of `.qr` gives the rest. */
const quietModules = 1

/** The QR code of an address as one path. Level M: 15 % of the symbol may be lost on paper. */
export const qrView = (address: string, label: string): QrView => {
  const { modules } = create(address, { errorCorrectionLevel: 'M' })
  let path = ''
  for (let row = 0; row < modules.size; row++) {
    let from: number | undefined
    for (let column = 0; column <= modules.size; column++) {
      const dark = column < modules.size && modules.get(row, column) === 1
      if (dark && from === undefined) from = column
      if (!dark && from !== undefined) {
        path += `M${from + quietModules} ${row + quietModules}.5h${column - from}`
        from = undefined
      }
    }
  }
  return { size: modules.size + 2 * quietModules, path, label }
}

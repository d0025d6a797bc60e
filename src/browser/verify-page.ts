import { startDrop } from './drop.ts'
import { offerPrint } from './offer.ts'
import { startScan } from './scan.ts'

startDrop()
startScan()
offerPrint()
// Whoever sent the form by a button is told of mistakes first.
document.querySelector<HTMLElement>('.error-summary')?.focus()

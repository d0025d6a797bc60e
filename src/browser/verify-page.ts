import { startDrop } from './drop.ts'
import { offerPrint } from './offer.ts'
import { startScan } from './scan.ts'

startDrop()
startScan()
offerPrint()

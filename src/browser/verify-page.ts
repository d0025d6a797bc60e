import { checkHere } from './check-here.ts'
import { startDrop } from './drop.ts'
import { offerPrint } from './offer.ts'
import { startScan } from './scan.ts'

startDrop()
startScan()
offerPrint()
checkHere()

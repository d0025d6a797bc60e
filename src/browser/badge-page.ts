import { checkHere } from './check-here.ts'
import { offerCopy, offerPrint } from './offer.ts'

offerPrint()
offerCopy()
checkHere()

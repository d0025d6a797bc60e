import { offerPrint } from './offer.ts'

offerPrint()

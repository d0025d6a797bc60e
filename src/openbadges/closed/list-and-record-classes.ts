import { credentialMembers, type DataModel } from './open-badge-classes.ts'
import type { ClassTable } from './tables.ts'
import { anything, manyOrOne, object, objects, one, table, types, uriOrObject } from './tables.ts'
import { dateTime, numeric, text, truth, uri } from './values.ts'

/** A status list (Bitstring Status List 1.0, section 2.2). */
const statusListClasses = (version: DataModel): ClassTable[] => [
  table('StatusListCredential', 'ST-2', {
    ...credentialMembers(version),
    issuer: uriOrObject(uri, 'StatusListIssuer'),
    credentialSubject: object('StatusListSubject'),
  }),
  table('StatusListIssuer', 'ST-2', { id: one(uri), name: one(text), description: one(text) }),
  table('StatusListSubject', 'ST-2', {
    id: one(uri),
    type: one(text),
    statusPurpose: manyOrOne(text),
    encodedList: one(text),
    ttl: one(numeric),
  }),
]

/** A Comprehensive Learner Record 2.0, of which only the reading side exists here. Contained credentials are documents of their own. */
const clrClasses = (version: DataModel): ClassTable[] => [
  table('ClrCredential', 'CLR', {
    ...credentialMembers(version),
    awardedDate: one(dateTime),
    image: object('Image'),
    partial: one(truth),
    credentialSubject: object('ClrSubject'),
    evidence: objects('Evidence'),
    endorsement: objects('EndorsementCredential'),
  }),
  table('ClrSubject', 'CLR', {
    id: one(uri),
    type: types,
    identifier: objects('IdentityObject'),
    achievement: objects('Achievement'),
    verifiableCredential: anything,
    association: objects('Association'),
  }),
  table('Association', 'CLR', { type: types, associationType: one(text), sourceId: one(uri), targetId: one(uri) }),
]

export const listAndRecordClasses = (version: DataModel): ClassTable[] => [...statusListClasses(version), ...clrClasses(version)]

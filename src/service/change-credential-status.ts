import type { Issuer } from '../domain/issuer.ts'
import { ServiceError } from '../errors.ts'
import type { PlainIssuing, PlainRecord } from './issue-plain-credential.ts'

/** The request of VC-API `POST /credentials/status`, as far as it is read. */
export interface ChangeStatusCommand {
  credentialId: string
  /** must name the purpose of this instance */
  statusPurpose: string
  /** where given, must be those of the record */
  statusListIndex?: string
  statusListCredential?: string
  status: boolean
}

/**
 * Sets or clears the status bit of a credential that this instance issued. Repeating is harmless.
 *
 * @param listUrl - URL of the list with this id
 * @throws ServiceError `invalid_input` for another purpose or entry, `credential_not_found` for an unknown id
 */
export const changeCredentialStatus = async (
  deps: Pick<PlainIssuing, 'findIssued' | 'setStatus'>,
  issuer: Issuer,
  command: ChangeStatusCommand,
): Promise<void> => {
  const record = await findPlainCredential(deps, issuer, command.credentialId)
  const fail = (path: string, message: string): ServiceError =>
    new ServiceError('invalid_input', message, { problems: [{ path: `/credentialStatus/${path}`, message }] })
  if (command.statusPurpose !== issuer.statusPurpose)
    throw fail('statusPurpose', `This instance issues credentials with the status purpose ${issuer.statusPurpose}.`)
  if (command.statusListIndex !== undefined && command.statusListIndex !== String(record.entry.index))
    throw fail('statusListIndex', 'This is not the index of the credential.')
  if (command.statusListCredential !== undefined && !record.text.includes(JSON.stringify(command.statusListCredential)))
    throw fail('statusListCredential', 'This is not the status list of the credential.')
  await deps.setStatus(record.entry, command.status)
}

/**
 * The record of a credential that this instance issued.
 *
 * @throws ServiceError `credential_not_found`, also on an instance that keeps no record
 */
export const findPlainCredential = async (
  deps: Pick<PlainIssuing, 'findIssued'>,
  issuer: Issuer,
  credentialId: string,
): Promise<PlainRecord> => {
  const record = issuer.statusPurpose === 'none' ? undefined : await deps.findIssued(issuer.id, credentialId)
  if (record === undefined) throw new ServiceError('credential_not_found', 'This instance has no record of such a credential.')
  return record
}

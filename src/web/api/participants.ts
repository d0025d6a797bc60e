import type { Participant } from '../../domain/participant.ts'
import { newShortId } from '../../ids.ts'
import { addAddress, addEmployment, correctName, endEmployment, retireAddress } from '../../service/change-participant.ts'
import { type ParticipantRecord, readParticipant, searchParticipants } from '../../service/participants.ts'
import { registerParticipant } from '../../service/register-participant.ts'
import { fields, page, z } from './fields.ts'
import { pageOf, page as pageSchema } from './ledger-schemas.ts'
import { apiRoute } from './route.ts'

const nameForm = z.enum(['kanji', 'roman', 'kana'])
const name = {
  familyName: z.string().min(1).max(100),
  givenName: z.string().max(100),
  familyNameKana: z.string().max(100),
  givenNameKana: z.string().max(100),
  romanName: z.string().max(200).optional(),
  badgeNameForm: nameForm,
}
const participant = z
  .strictObject({ id: fields.id, ...name, emails: z.array(z.string()), isDemo: z.boolean() })
  .meta({ id: 'Participant', description: 'A learner. Names are exactly as given.' })
const record = z
  .strictObject({
    participant,
    addresses: z.array(
      z.strictObject({ address: z.string(), kind: z.enum(['private', 'work', 'unknown']), retiredAt: fields.instant.optional() }),
    ),
    employments: z.array(
      z.strictObject({
        id: z.string(),
        participantId: fields.id,
        employerId: fields.id,
        from: fields.day.optional(),
        to: fields.day.optional(),
        source: z.string(),
      }),
    ),
    formerNames: z.array(z.strictObject({ name: z.strictObject(name), reason: z.string(), replacedAt: fields.instant })),
  })
  .meta({ id: 'ParticipantRecord', description: 'A learner with addresses, employments and former names.' })

const view = (own: ParticipantRecord) => JSON.parse(JSON.stringify(own)) as unknown
const params = z.strictObject({ id: fields.id })
const purpose = fields.line.optional()
const tag = 'Participants'
const changed = { 200: { description: 'The record after the change', schema: record } }

export const participantRoutes = [
  apiRoute({
    method: 'get',
    path: '/participants',
    tag,
    summary: 'Find people by name, reading, number or address; variant characters are folded for the search only.',
    action: 'participant.read',
    query: page.extend({ query: z.string().max(200).optional(), purpose }),
    answers: { 200: { description: 'People', schema: pageSchema(participant) } },
    run: async ({ deps, actor, query }) => ({
      status: 200,
      body: pageOf(
        await searchParticipants(deps, actor, {
          limit: query.limit,
          ...(query.query === undefined ? {} : { query: query.query }),
          ...(query.purpose === undefined ? {} : { purpose: query.purpose }),
          ...(query.after === undefined ? {} : { after: query.after }),
        }),
        query.limit,
      ),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/participants',
    tag,
    summary: 'Register a participant. Names are kept exactly as given.',
    action: 'participant.register',
    creates: true,
    body: z.strictObject({
      id: fields.id.optional(),
      ...name,
      badgeNameForm: nameForm.default('kanji'),
      emails: z.array(z.email().max(254)).min(1).max(5),
      employerId: fields.id.optional(),
    }),
    example: {
      familyName: '見本',
      givenName: '花子',
      familyNameKana: 'ミホン',
      givenNameKana: 'ハナコ',
      badgeNameForm: 'kanji',
      emails: ['hanako@learner.example'],
    },
    answers: { 201: { description: 'The participant', schema: participant } },
    run: async ({ deps, actor, body }) => {
      const { employerId, id = `P-${newShortId()}`, ...rest } = body
      const own = { ...rest, id, isDemo: false } as Participant
      const registered = await registerParticipant(deps, actor, {
        participant: own,
        ...(employerId === undefined ? {} : { employment: { employerId, source: 'secretariat' } }),
      })
      return { status: 201, body: registered }
    },
  }),
  apiRoute({
    method: 'get',
    path: '/participants/{id}',
    tag,
    summary: 'One person: names, addresses, employments, former names. Looking is recorded.',
    action: 'participant.read',
    params,
    query: z.strictObject({ purpose }),
    answers: { 200: { description: 'The record', schema: record } },
    run: async ({ deps, actor, params, query }) => ({
      status: 200,
      body: view(await readParticipant(deps, actor, { id: params.id, ...(query.purpose === undefined ? {} : { purpose: query.purpose }) })),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/participants/{id}/name',
    tag,
    summary: 'Correct a name; the former one stays as history.',
    action: 'participant.register',
    params,
    body: z.strictObject({
      name: z.strictObject({
        familyName: name.familyName.optional(),
        givenName: name.givenName.optional(),
        familyNameKana: name.familyNameKana.optional(),
        givenNameKana: name.givenNameKana.optional(),
        romanName: name.romanName,
        badgeNameForm: nameForm.optional(),
      }),
      reason: fields.line,
    }),
    example: { name: { familyName: '髙橋' }, reason: '戸籍の字に訂正' },
    answers: changed,
    run: async ({ deps, actor, params, body }) => {
      const given = Object.fromEntries(Object.entries(body.name).filter(([, value]) => value !== undefined))
      return { status: 200, body: view(await correctName(deps, actor, { id: params.id, name: given, reason: body.reason })) }
    },
  }),
  apiRoute({
    method: 'post',
    path: '/participants/{id}/addresses',
    tag,
    summary: 'Add a contact address, e.g. a private one before the work address dies.',
    action: 'participant.update_contact',
    params,
    body: z.strictObject({ address: z.string().min(3).max(254), kind: z.enum(['private', 'work']) }),
    example: { address: 'hanako.private@learner.example', kind: 'private' as const },
    answers: changed,
    run: async ({ deps, actor, params, body }) => ({ status: 200, body: view(await addAddress(deps, actor, { id: params.id, ...body })) }),
  }),
  apiRoute({
    method: 'post',
    path: '/participants/{id}/addresses/retire',
    tag,
    summary: 'Take an address out of use: no mail goes there any more.',
    action: 'participant.update_contact',
    params,
    body: z.strictObject({ address: z.string().min(3).max(254) }),
    example: { address: 'hanako@learner.example' },
    answers: changed,
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: view(await retireAddress(deps, actor, { id: params.id, ...body })),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/participants/{id}/employments',
    tag,
    summary: 'Record that a person works, or worked, for an employer.',
    action: 'participant.update_contact',
    params,
    body: z.strictObject({ employerId: fields.id, from: fields.day.optional(), to: fields.day.optional() }),
    example: { employerId: 'emp-01', from: '2026-04-01' },
    answers: changed,
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: view(
        await addEmployment(deps, actor, {
          id: params.id,
          employerId: body.employerId,
          ...(body.from === undefined ? {} : { from: body.from }),
          ...(body.to === undefined ? {} : { to: body.to }),
        }),
      ),
    }),
  }),
  apiRoute({
    method: 'post',
    path: '/participants/{id}/employments/{employmentId}/end',
    tag,
    summary: 'End an employment with its last day.',
    action: 'participant.update_contact',
    params: z.strictObject({ id: fields.id, employmentId: fields.id }),
    body: z.strictObject({ to: fields.day.optional() }),
    example: { to: '2027-03-31' },
    answers: changed,
    run: async ({ deps, actor, params, body }) => ({
      status: 200,
      body: view(await endEmployment(deps, actor, { ...params, ...(body.to === undefined ? {} : { to: body.to }) })),
    }),
  }),
]

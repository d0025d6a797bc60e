import { createHash } from 'node:crypto'
import { Router } from 'express'
import { DeclarationPage } from '../../../templates/pages/declaration-page.tsx'
import { EmployerPage } from '../../../templates/pages/employer-page.tsx'
import { IssuerPage } from '../../../templates/pages/issuer-page.tsx'
import { EmployersPage } from '../../../templates/pages/list-page.tsx'
import type { Declaration } from '../../domain/declaration.ts'
import { addDays, jstDay } from '../../domain/japanese-date.ts'
import type { Organisation } from '../../domain/organisation.ts'
import { ServiceError } from '../../errors.ts'
import { organisationProfile } from '../../service/credential-document.ts'
import { findDeclaration, type Register, readRegister } from '../../store/read-models/recognitions.ts'
import {
  findIssuerBySlug,
  findOrganisation,
  findOrganisationBySlug,
  listAchievements,
  listCourses,
  listIssuerKeys,
} from '../../store/read-models/registers.ts'
import { wantsPage } from '../negotiate.ts'
import { sendStored } from '../send.ts'
import { declarationView } from '../views/declaration-view.ts'
import { type EmployerFacts, employersView, employerView } from '../views/employer-view.ts'
import { issuerView } from '../views/issuer-view.ts'
import type { WebDeps } from '../web-deps.ts'
import { contextOf } from './context.ts'
import { countedBy, recognitionsOfEmployer } from './recognitions.ts'
import { sendPage } from './send-page.ts'

/** Issuers, employers and declarations: pages for people, data for machines. */
export const registerRoutes = (web: WebDeps): Router => {
  const { deps } = web
  const router = Router()
  const data = (body: unknown) => {
    const text = JSON.stringify(body)
    return { body: text, sha256: createHash('sha256').update(text).digest('hex'), mediaType: 'application/json', maxAgeSeconds: 0 }
  }

  router.get('/issuers/:slug', async (request, response) => {
    const organisation = await findOrganisationBySlug(deps.db, request.params.slug)
    const issuer = await findIssuerBySlug(deps.db, request.params.slug)
    // An employer stands here once it signed something, with the key that is held for it.
    const known = organisation !== undefined && (organisation.kind !== 'employer' || issuer !== undefined) ? organisation : undefined
    if (known === undefined && issuer === undefined) throw new ServiceError('issuer_not_found', 'There is no issuer at this address.')
    response.vary('Accept')
    if (!wantsPage(request)) {
      const profile =
        known === undefined
          ? { id: issuer?.did, type: ['Profile'], name: issuer?.name.ja }
          : organisationProfile(deps.publicUrl, known, issuer)
      sendStored(request, response.set('Access-Control-Allow-Origin', '*'), data(profile))
      return
    }
    // A course operator shows the badges of its courses, the council all.
    const taught =
      known?.kind === 'operator'
        ? new Set(
            (await listCourses(deps.db)).filter(({ operatorId }) => operatorId === known.id).map(({ badge }) => badge?.achievementSlug),
          )
        : undefined
    const achievements =
      known === undefined || known.kind === 'employer'
        ? []
        : await countedBy(
            web,
            (await listAchievements(deps.db)).filter(({ slug }) => taught === undefined || taught.has(slug)),
          )
    const view = issuerView(
      {
        url: `/issuers/${request.params.slug}`,
        ...(issuer === undefined ? {} : { issuer }),
        ...(known === undefined ? {} : { organisation: known }),
        keys: issuer === undefined ? [] : await listIssuerKeys(deps.db, issuer.id),
        ...(issuer === undefined ? {} : { didDocumentUrl: `/issuers/${issuer.slug}/did.json` }),
        achievements,
      },
      await contextOf(web, request),
    )
    sendPage(response, IssuerPage(view))
  })

  router.get('/employers', async (request, response) => {
    const day = jstDay(deps.now())
    const register = await readRegister(deps.db, day)
    const declared = [...register.employers.values()].filter((employer) => register.isDeclared(employer.id, day))
    const employers = declared.map((employer) => employerFacts(register, employer, day))
    response.vary('Accept')
    if (wantsPage(request))
      sendPage(
        response,
        EmployersPage(employersView({ employers, isDemo: declared.some((employer) => employer.isDemo) }, await contextOf(web, request))),
      )
    else
      sendStored(
        request,
        response,
        data({
          employers: employers.map(({ organisation, url }) => ({
            name: organisation.name,
            corporateNumber: organisation.corporateNumber,
            url: `${deps.publicUrl}${url}`,
          })),
        }),
      )
  })

  router.get('/employers/:slug', async (request, response) => {
    const employer = await findOrganisationBySlug(deps.db, request.params.slug)
    if (employer === undefined || employer.kind !== 'employer')
      throw new ServiceError('organisation_not_found', 'There is no employer at this address.')
    const day = jstDay(deps.now())
    const facts = employerFacts(await readRegister(deps.db, day), employer, day)
    response.vary('Accept')
    if (wantsPage(request)) sendPage(response, EmployerPage(employerView(facts, await contextOf(web, request))))
    else
      sendStored(
        request,
        response.set('Access-Control-Allow-Origin', '*'),
        data({
          ...organisationProfile(deps.publicUrl, employer),
          declaration: facts.declaration && `${deps.publicUrl}${facts.declaration.url}`,
          ...(await declarationsOf(web, employer)),
          endorsements: `${deps.publicUrl}${facts.url}/endorsements`,
        }),
      )
  })

  router.get('/declarations/:id', async (request, response) => {
    const declaration = await findDeclaration(deps.db, request.params.id)
    const employer = declaration && (await findOrganisation(deps.db, declaration.employerId))
    // Drafts, submitted and returned ones are between the employer and the secretariat.
    if (declaration === undefined || employer === undefined || !('publishedOn' in declaration) || declaration.publishedOn === undefined)
      throw new ServiceError('not_found', 'There is no published declaration at this address.')
    response.vary('Accept')
    if (!wantsPage(request)) {
      const {
        contact: _contact,
        reason: _reason,
        publishedBy: _publisher,
        ...open
      } = declaration as typeof declaration & { reason?: unknown }
      sendStored(
        request,
        response.set('Access-Control-Allow-Origin', '*'),
        data({ ...open, employer: { id: `${deps.publicUrl}/employers/${employer.slug}`, name: employer.name } }),
      )
      return
    }
    const achievements = new Map(
      (await listAchievements(deps.db)).map((achievement) => [
        `${deps.publicUrl}${achievement.id}`,
        { name: achievement.name, url: achievement.id },
      ]),
    )
    const view = declarationView(
      {
        declaration: declaration as Parameters<typeof declarationView>[0]['declaration'],
        url: `/declarations/${declaration.id}`,
        employer,
        employerUrl: `/employers/${employer.slug}`,
        achievements,
        today: jstDay(deps.now()),
      },
      await contextOf(web, request),
    )
    sendPage(response, DeclarationPage(view))
  })

  return router
}

const employerFacts = (register: Register, organisation: Organisation, day: string): EmployerFacts => {
  const declaration = register.inForce.find((declaration) => declaration.employerId === organisation.id)
  return {
    organisation,
    url: `/employers/${organisation.slug}`,
    ...(declaration !== undefined && 'validUntil' in declaration && declaration.validUntil !== undefined
      ? { declaration: { url: `/declarations/${declaration.id}`, statement: declaration.statement, validUntil: declaration.validUntil } }
      : {}),
    recognitions: recognitionsOfEmployer(register, organisation.id, day),
    earlier: register.ended.flatMap((declaration) =>
      declaration.employerId === organisation.id && 'publishedOn' in declaration && declaration.publishedOn !== undefined
        ? [
            {
              url: `/declarations/${declaration.id}`,
              version: declaration.version,
              from: declaration.publishedOn,
              to: lastDayOf(declaration),
            },
          ]
        : [],
    ),
    honours: register.honours.flatMap((honour) =>
      honour.employerId === organisation.id && honour.state === 'announced'
        ? [{ announcedOn: honour.announcedOn, citation: honour.citation }]
        : [],
    ),
  }
}

/** The last day on which a declaration that ended was in force. */
const lastDayOf = (declaration: Declaration): string => {
  if (declaration.state === 'withdrawn') return addDays(declaration.withdrawnOn, -1)
  if (declaration.state === 'expired') return addDays(declaration.endedOn, -1)
  return 'validUntil' in declaration ? declaration.validUntil : ''
}

/** What an employer declares today and declared before, for machines. */
const declarationsOf = async (web: WebDeps, employer: Organisation) => {
  const { publicUrl, db } = web.deps
  const register = await readRegister(db, jstDay(web.deps.now()))
  const own = (declarations: readonly Declaration[]) => declarations.filter(({ employerId }) => employerId === employer.id)
  return {
    badgeRecognitions: own(register.inForce).flatMap(({ badgeRecognitions }) => badgeRecognitions),
    earlierDeclarations: own(register.ended).map((declaration) => ({
      id: `${publicUrl}/declarations/${declaration.id}`,
      version: declaration.version,
      state: declaration.state,
      lastDay: lastDayOf(declaration),
    })),
  }
}

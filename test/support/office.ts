import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

/** Who signs in at the provider next, and what it says of them. */
export interface OfficePerson {
  subject: string
  email?: string
  emailVerified?: boolean
  amr?: string[]
}

/** An OpenID provider on loopback that asks nobody anything: the next person is the one that the test names. */
export interface Office {
  issuer: string
  /** undefined: the person turns back at the provider */
  person: OfficePerson | undefined
  /** walks through the provider's pages as a browser would; @returns the address of the callback */
  walk(authorizationUrl: string): Promise<URL>
  close(): Promise<void>
}

export const officeClient = { id: 'akashi', secret: 'a secret between the two of them' }

export const startOffice = async (redirectUri: string): Promise<Office> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const office: Pick<Office, 'person'> = { person: undefined }
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: officeClient.id,
        client_secret: officeClient.secret,
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    cookies: { keys: ['a key for tests'] },
    pkce: { required: () => true },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, email: office.person?.email, email_verified: office.person?.emailVerified }),
    }),
  })
  server.on('request', async (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void provider.callback()(request, response)
    const { prompt, params, session } = await provider.interactionDetails(request, response)
    const { person } = office
    if (person === undefined) return provider.interactionFinished(request, response, { error: 'access_denied' })
    if (prompt.name === 'login')
      return provider.interactionFinished(request, response, {
        login: { accountId: person.subject, amr: person.amr ?? ['pwd'], remember: false },
      })
    const grant = new provider.Grant({ accountId: session?.accountId ?? '', clientId: String(params['client_id']) })
    grant.addOIDCScope('openid email')
    return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } })
  })
  return {
    issuer,
    get person() {
      return office.person
    },
    set person(person) {
      office.person = person
    },
    walk: async (authorizationUrl) => {
      const cookies = new Map<string, string>()
      for (let address = new URL(authorizationUrl); ; ) {
        if (address.href.startsWith(redirectUri)) return address
        const answer = await fetch(address, {
          redirect: 'manual',
          headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
        })
        for (const cookie of answer.headers.getSetCookie()) {
          const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
          if (name !== undefined && value !== undefined) cookies.set(name, value)
        }
        const next = answer.headers.get('location')
        if (next === null) throw new Error(`the provider stopped at ${address.pathname} with ${answer.status}: ${await answer.text()}`)
        address = new URL(next, address)
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Digests, in hexadecimal, of the bytes that were published under a URL; several where the bytes changed in place. */
export interface PublishedDigests {
  readonly sha256: readonly string[]
  readonly sha384: readonly string[]
  readonly sha512: readonly string[]
}

/**
 * What a `relatedResource` entry may say about a context (VCDM 2.0 "Integrity of Related Resources"; VC-API section 3): digests of the
 * published bytes, from this table, never from a fetch. The content that we load is the newest of each; the older byte versions of
 * credentials/v2 (2024-07-20, of which the SHA-256 and the SHA-384 are on record) and of the Open Badges context 3.0.3 are accepted as digests only.
 */
export const publishedDigests: ReadonlyMap<string, PublishedDigests> = new Map([
  [
    'https://www.w3.org/2018/credentials/v1',
    {
      sha256: ['00d7dd6d3ad8b920e3e550dd3a3d9090bffcac84cdbf943da6924b3e0a5c8bb8'],
      sha384: ['d34d0e64bf3c0ed7f3878652da3549af652bef9b70daa0832f99b71a591a26c7a9cc7b0808aa26d9c61f2902bc4517e7'],
      sha512: [
        '49cc947e56b40fbf92a437f4ffca7eba7e968abf5a41ed440fc1e020754e94c8d6cda6b40a256e5852931f580b5b3832dd6eddd98f97ebe499a40f9dfbd11215',
      ],
    },
  ],
  [
    'https://www.w3.org/ns/credentials/v2',
    {
      sha256: [
        '59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734',
        '24a18c90e9856d526111f29376e302d970b2bd10182e33959995b0207d7043b9',
      ],
      sha384: [
        '97f1eb8e5042356c805fdd61afa2c557663785e0794dcafa21e138fd38def18cb360133c221aa31d6896a6bf3e65b614',
        '35239c36999d2155312091af194a1edb61634d6ad789a5e5b19f2aebdd762dd9d1dcaada40eda7ef921c6b8c0ae107a0',
      ],
      sha512: [
        '5d55452bd2dcf8a29f5a290473eb242b1c5fb77d4e68f1a0aa87baa4dba2694852d65ec63d48ac04a99d956f9f7153b9406f84d2d04c74869b02c239a1d81305',
      ],
    },
  ],
  [
    'https://w3id.org/security/data-integrity/v1',
    {
      sha256: ['b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554'],
      sha384: ['1f7b51154c2cb596b804d3eedeabb7678c7ea4d36f5201496a681dbd868d5dc0cb90a8839f5142ccdc91fdb92c5adcf2'],
      sha512: [
        'c49951bd9f3e8f4d231fce5e45798a2d32fb7ef4a4f1a2e8d2f3dab5d10333a1421339974ee77159edae259fcf73c7cf136f1e3004ded5af25ac38983d2e8eca',
      ],
    },
  ],
  [
    'https://w3id.org/security/data-integrity/v2',
    {
      sha256: ['0f77743daf5b4e8fc067fc5ba5b21044283053aa717fc6b0219843bed3b00363'],
      sha384: ['a5caef7aea58dff3ac5c1010dbd61157fc7d2889e215778b9add1142470b8882b3169836a731d9586fc51fdc6c368fe0'],
      sha512: [
        '4e5557c02ea0f6e4812c4907b3fd9098ad8d789f421384f66807619581d7ab32899a0729ad2e1a26e3eb0b3cd29fb1a3b491125fc288d7c4a7a685e13a7eda99',
      ],
    },
  ],
  [
    'https://w3id.org/security/multikey/v1',
    {
      sha256: ['c5f3806f8286920573221938917988a18a4cc5a09e968d29649613c7a1c2b1f6'],
      sha384: ['6c79bc36333668d23588835d0769aad0595b42c0cc59a4dd5865c1c4f2bddf14e61589ec8b9c8de64de243db42f33cc4'],
      sha512: [
        'cdca3a41e9d2002f6a18621544e9bde9405e3c60a09d5d796921cd4c6ee2e0f770cfb9fec1d315a1fc7620bf760a06e126f5bc11756869bcb2a11dead679dd26',
      ],
    },
  ],
  [
    'https://www.w3.org/ns/credentials/status/v1',
    {
      sha256: ['fd08cbf28ddd829ab2f1978c48f43ab07a112c1c90245a0cfac7ba721c65170c'],
      sha384: ['03808c0068597abb95c6c04026956f66b115b67ff46631265bb87989942b53315f0d79bda9968405135a77724e4268d0'],
      sha512: [
        '1186ebd51fb1dc7b143880a5769053999b1d724ce2ba3f8899c3ed1222acd75572468b8b96ae6c973173a5339e7657aeef7f62e899621c237ffb453dc1652d41',
      ],
    },
  ],
  [
    'https://purl.imsglobal.org/spec/ob/v3p0/context.json',
    {
      sha256: ['b077fa134d909d92c1dcd1c153f2af1b244aeb415967fdc1467d7fc5dd48ac10'],
      sha384: ['cc77157457841319e05ab0d9657fe144150a626c1f0fd89c0e639f58d468edb5513597d9f14459310c86ec6b975b74cc'],
      sha512: [
        '6e9f47891f44591dc432245136dacdda016c1ba984faa79ebddb4ca69d2827301ffbfe2e5132d0a751d33fd0fb963c74fa7616a27185080248c49ad11e034f2a',
      ],
    },
  ],
  [
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json',
    {
      sha256: ['d582f3564282fb3b709136d28412e78e70b678b4dbc2f0221f67d84932748355'],
      sha384: ['410e4d78c8f236cd46b8bfd16d9ae498dae1fc4eebef0ef679bd821b87fc3334d96f6b585dde226471a7ba2cc9367195'],
      sha512: [
        'd5c9fecf908b1d743e57f1c14f4fb49a8e7418261355b7d1dc1772c6af6afa7fc155e31d154c7cb17f71f93c6a453e541234ec406bd43f2443df072be9ac6eb6',
      ],
    },
  ],
  [
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json',
    {
      sha256: ['00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53'],
      sha384: ['7e000a9c71becc13b359560470d4d1b00f8d154ca052c54cdd20c7de6b87af5afc82aa2d2e571a94bff762b9155ea874'],
      sha512: [
        '78b1442f25e2eececf4d7b274f0619ec84ccd6b81e95e7b01e55899d533e143678e9fa78b4c78c3e37c14a829c365838fa30a43371d47b65142933df758dd19b',
      ],
    },
  ],
  [
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    {
      sha256: [
        '3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84',
        'ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761',
      ],
      sha384: [
        'c58d73edcd2c17e701985f918cc8c684485f2c5399ffbddcacb3de5744f090000f244e5f87292c353298accfb0d894e3',
        'c859f6c00a1e0013ee79c1e5cc7566b6dfa6c28971c46ce1ab3221cdfba2b6c6d86e630e567d03c0c780bc2f9ad517a4',
      ],
      sha512: [
        '55648c6b454a777840f947a63a9cc11470b12eec88d71fd39716bad1f1e226419f4935ea475b8bc990c1d004086f7c44a9d163de4f9676fcc26480a773efc050',
        'efb12b27bf61402ca251e395626310dc0a3db076a4d7e4a9bdbef9fef967655d9b2bc73b93e12ea8248c283904f4d700706c73a9ad6252ffc6eb907d97c70b76',
      ],
    },
  ],
  [
    'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
    {
      sha256: ['146f85aa16effd7ca1da8056eb443f53ce1eca8a34186cb062832c0a97d889c3'],
      sha384: ['cf59a4b4b190ae798814ab6bc911c02efde291c386aed1bb11bd5a572d1eb2669bfd87019e994388db504a09ac244d5e'],
      sha512: [
        'c4c25835ccbf75d1af4a8aad0bbca3d227b904cf462e0c7f17679dd90ff2e27b90fbaa15c3ab1525651471cff076f7cea3dabfd3eae33789e4a4c1f5ab276ca6',
      ],
    },
  ],
  [
    'https://www.w3.org/ns/did/v1',
    {
      sha256: ['62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f'],
      sha384: ['9791d7bffe1fa54a91335561b6a5abc0144e7df9974464ff348ba66227714e6b06cf471a6233306128f1898287ff42a5'],
      sha512: [
        '864709adacb0a31980fa2c95be72bb9433c51cee2cd6112018fb4dafedeea9eae5701e6be3c870366e41942cf708b6292aacde414b109d162bda6a9600a6a147',
      ],
    },
  ],
  [
    'https://w3id.org/security/suites/ed25519-2020/v1',
    {
      sha256: ['b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588'],
      sha384: ['098b18f472b842cfa7520364d4062aa3c97896c17a6a5ae72e6bfb509641e64eed96156b35f7771283dfd3a53ccd79d1'],
      sha512: [
        '796ae7e264d600419ff361bc63d6fcb4fa9d7355f51aaa5f15df3dc95e241900d615ea99554f4b849802cc82a016ce0294651dadf09ab5179499b475c221c28a',
      ],
    },
  ],
  [
    'https://w3id.org/vc/status-list/2021/v1',
    {
      sha256: ['634d71c159289f068c96012e4511c657fdf82ac4231900081bda3ba24e2e1160'],
      sha384: ['05926148b9575881f831cb9951ab1fede3348d43a72dae36268a2ade508aa065e286f3e9e5bb3412ffe5851c5f04db9f'],
      sha512: [
        'e4567a3d1a31f4c4ee39a529238382b3fa63c8f7d6df414f98d94ff80bd347a5df26728f99419d37ec53fee8bff1eb864185910b32000690ab48c0705dc6244f',
      ],
    },
  ],
  [
    'https://purl.imsglobal.org/spec/clr/v2p0/context.json',
    {
      sha256: ['e198d7b517d74c5036434ce495086f67b10244709e9a3df9dcb7f8b1579b6167'],
      sha384: ['2abca41440ff4aa4e6e2ae0c00851e7110a9b15f6d519561ae8c83e6b1a4f5e894313c72b60086709f03f36a5c67ceff'],
      sha512: [
        'db0100c1d47e67d3b04986e8e9d6a1c304a24dd9dfaacd54d21f0d691aab0eeae8bb3b145307393199a182b71e997ec598ab4743546f74f80fb97e3f666b336f',
      ],
    },
  ],
  [
    'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json',
    {
      sha256: ['880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6'],
      sha384: ['a846ad923699c67df5d09324134c645d1e15f4429f248856cbf1ca8967764cf8741476ea557dd505c891fe47e2487a1d'],
      sha512: [
        'a122c8c9243e53f93f0751a7fb4407f1187a99b66ef1860c8d1037df5d0ec3c8d9f2fca7de381709af390277c8b9ad39f777b1e505b4fd26c849fa0a9e36b5c4',
      ],
    },
  ],
])

// A certified issuer of tokens (panva's oidc-provider) on a free port: says its name on the first line, and takes new keys
// for each line on standard input. It ends with its standard input.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Provider } from 'oidc-provider';

function newKey(kid) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'ES256' };
}

function provider(issuer, kid) {
  return new Provider(issuer, {
    jwks: { keys: [newKey(kid)] },
    clients: [
      {
        client_id: 'invoice-bot',
        client_secret: 'a-secret-of-the-test',
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    extraTokenClaims: () => ({ groups: ['support', 'sales'], roles: ['platform-admins'] }),
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'https://gateway.example',
        getResourceServerInfo: () => ({
          scope: 'call',
          audience: 'gateway',
          accessTokenFormat: 'jwt',
          accessTokenTTL: 300,
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  });
}

console.info = console.error; // standard output is for whoever reads it

let answer;
const server = createServer((request, response) => answer(request, response));
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  let number = 1;
  answer = provider(issuer, `key-${number}`).callback();
  console.log(issuer);
  createInterface({ input: process.stdin })
    .on('line', () => {
      number += 1;
      answer = provider(issuer, `key-${number}`).callback();
      console.log(`key-${number}`);
    })
    .on('close', () => process.exit(0));
});

import { Arg, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { cost, listOf } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import { DateTime } from '../../kit/scalars.ts';
import { InstitutionType } from '../institution/institution.type.ts';
import type { CertificateLoaders } from './certificate.loaders.ts';
import { endCertificateKey, registerCertificateKey } from './certificate.mutations.ts';
import type { CertificateKeyService } from './certificate-key.service.ts';
import { CertificateAuthorityType, CertificateKeyType, StatusListType } from './certificate-key.type.ts';
import { readKey, readRevoked } from './credential.loader.ts';
import type { Programme } from './programme.ts';
import { algorithmOf, type SigningKey } from './signing-key.ts';

interface Slice extends RequestContext {
  certificateKeys: CertificateKeyService;
  programme: Programme;
  now: () => Date;
  loaders: CertificateLoaders;
}

const listNumber = /^[1-9]\d{0,8}$/;

@Resolver(() => CertificateKeyType)
export class CertificateKeyResolver {
  @FieldResolver(() => String, { description: 'The public key as a JSON Web Key (RFC 7517), in JSON.' })
  jwk(@Root() { jwk, kid }: CertificateKeyType): string {
    return JSON.stringify({ ...jwk, kid, alg: algorithmOf(jwk as SigningKey), use: 'sig' });
  }

  @Directive(cost(50))
  @Query(() => StatusListType, {
    nullable: true,
    description: 'A status list, signed now and valid for a day: open to everyone. Null when there is none.',
  })
  async certificateStatusList(
    @Arg('id', () => ID, { description: 'The number at the end of `statusListCredential`.' }) id: string,
    @Ctx() { database, programme, now }: Slice,
  ): Promise<StatusListType | null> {
    const number = Number(id);
    const revoked = listNumber.test(id) ? await readRevoked(database, number) : null;
    return revoked && { id, credential: programme.statusList({ number, revoked }, now()) };
  }

  @Query(() => CertificateAuthorityType, {
    description: 'The programme as the signer of status lists and receipts: open to everyone.',
  })
  certificateAuthority(@Ctx() { programme }: Slice): CertificateAuthorityType {
    return { did: programme.addresses.programme, didDocument: JSON.stringify(programme.document()) };
  }

  @Declared(registerCertificateKey)
  async registerCertificateKey(
    @Arg('institution', () => ID, { description: 'Your institution.' }) institution: string,
    @Arg('jwk', () => String, {
      description:
        'The public key as a JSON Web Key, in JSON: `{"kty":"EC","crv":"P-256","x":"…","y":"…"}`. Never `d`.',
    })
    jwk: string,
    @Arg('validFrom', () => DateTime, { nullable: true, description: 'Now when it is left out; at most a year ahead.' })
    validFrom: Date | null,
    @Arg('validUntil', () => DateTime, { nullable: true, description: 'At most five years later; open when left out.' })
    validUntil: Date | null,
    @Ctx() { em, database, certificateKeys, caller, language }: Slice,
  ): Promise<object> {
    return answer(registerCertificateKey, language, async () => {
      const input = { institution, jwk, validFrom: validFrom ?? null, validUntil: validUntil ?? null };
      return readKey(database, await certificateKeys.register(em(), input, caller));
    });
  }

  @Declared(endCertificateKey)
  async endCertificateKey(
    @Arg('kid', () => ID, { description: "The key's id." }) kid: string,
    @Arg('validUntil', () => DateTime, { nullable: true, description: 'When it ends; now when it is left out.' })
    validUntil: Date | null,
    @Arg('compromisedAt', () => DateTime, {
      nullable: true,
      description: 'Since when somebody else may have it; leave it out for a key that was only replaced.',
    })
    compromisedAt: Date | null,
    @Ctx() { em, database, certificateKeys, caller, language }: Slice,
  ): Promise<object> {
    return answer(endCertificateKey, language, async () => {
      const end = { kid, validUntil: validUntil ?? null, compromisedAt: compromisedAt ?? null };
      return readKey(database, await certificateKeys.end(em(), end, caller));
    });
  }
}

@Resolver(() => InstitutionType)
export class InstitutionKeysResolver {
  @Directive(listOf(20))
  @FieldResolver(() => [CertificateKeyType], {
    description: 'Keys with which it signs certificates and with which it signed, newest first: open to everyone.',
  })
  async certificateKeys(@Root() { id }: InstitutionType, @Ctx() { loaders }: Slice): Promise<CertificateKeyType[]> {
    return (await loaders.certificateKeysOf.load(id))?.keys ?? [];
  }

  @FieldResolver(() => String, {
    description: 'The document of its DID as JSON: keep it to verify certificates without the graph.',
  })
  async didDocument(@Root() { id }: InstitutionType, @Ctx() { loaders, programme }: Slice): Promise<string> {
    const keys = (await loaders.certificateKeysOf.load(id))?.keys ?? [];
    return JSON.stringify(programme.documentOf(id, keys));
  }
}

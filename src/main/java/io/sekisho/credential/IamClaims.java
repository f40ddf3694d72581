package io.sekisho.credential;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sekisho.credential.Holder.Basis;
import io.sekisho.credential.Holder.Behind;
import io.sekisho.credential.Holder.Held;
import io.sekisho.credential.Token.Validity;
import io.sekisho.iam.AccountId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The claims of an IAM token, after those of IBM's IAM, which documents none of them: what is
/// known was seen in tokens. The last one is our own.
///
/// @param authn who acts as the identity
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record IamClaims(
    String iamId,
    String id,
    String realmid,
    String jti,
    String identifier,
    String name,
    Optional<String> email,
    String sub,
    Optional<String> subType,
    Optional<Behind> authn,
    InAccount account,
    long iat,
    long exp,
    String iss,
    String grantType,
    String scope,
    String clientId,
    int acr,
    List<String> amr,
    Optional<String> sessionId,
    Basis sekisho) {
  IamClaims {
    requireNonNull(iamId);
    requireNonNull(jti);
    requireNonNull(iss);
    requireNonNull(account);
    requireNonNull(sekisho);
    amr = List.copyOf(amr);
  }

  static IamClaims of(Holder holder, String issuer, Validity validity) {
    return new IamClaims(
        holder.iamId(),
        holder.iamId(),
        holder.realm(),
        UUID.randomUUID().toString(),
        holder.identifier(),
        holder.name(),
        holder.email(),
        holder.sub(),
        holder.type(),
        holder.behind(),
        InAccount.of(holder.account()),
        validity.iat(),
        validity.exp(),
        issuer,
        holder.grantType(),
        holder.scope(),
        holder.clientId(),
        1,
        List.of(holder.method()),
        holder.session(),
        holder.basis());
  }

  Held held() {
    Holder holder =
        new Holder(
            iamId,
            realmid,
            identifier,
            name,
            email,
            sub,
            subType,
            authn,
            new AccountId(account.bss),
            grantType,
            scope,
            clientId,
            amr.getFirst(),
            sessionId,
            sekisho);
    return new Held(holder, jti, Instant.ofEpochSecond(iat), Instant.ofEpochSecond(exp));
  }

  /// The account in which the token counts.
  record InAccount(boolean valid, String bss) {
    static InAccount of(AccountId account) {
      return new InAccount(true, account.value());
    }
  }
}

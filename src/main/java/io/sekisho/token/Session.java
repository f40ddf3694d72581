package io.sekisho.token;

import io.sekisho.credential.Holder;
import io.sekisho.credential.Holder.Root;
import io.sekisho.iam.AccountSettings;
import java.time.Instant;

/// What begins when somebody logs in: its access tokens die with it, and its refresh token gets new
/// ones.
///
/// @param id `C-` and a UUID
/// @param holder of its tokens
/// @param expiresAt when it ends at the latest, whatever the account's settings say
/// @param lastUsedAt when one of its tokens was shown last
/// @param newer how many sessions the same identity began since
public record Session(
    String id,
    Holder holder,
    Instant createdAt,
    Instant expiresAt,
    Instant lastUsedAt,
    Refresh refresh,
    int newer) {
  /// The one refresh token that counts. It has two secrets: one stays for as long as the session
  /// does, the other changes with each use. So a token of this session that was used before is told
  /// from one that somebody made up.
  ///
  /// @param family SHA-256 of the secret that stays, hexadecimal
  /// @param hash SHA-256 of the other
  public record Refresh(String family, String hash, Instant expiresAt) {}

  /// Whose sessions are counted together: of a person who assumed a profile, the person's.
  public String identity() {
    return identity(holder);
  }

  static String identity(Holder holder) {
    return holder.behind().map(Holder.Behind::iamId).orElse(holder.iamId());
  }

  /// Id of the profile that was assumed; empty if none was.
  public String profile() {
    return holder.basis().assumed().isEmpty() ? "" : holder.basis().assumed().getFirst().profile();
  }

  /// When it ends under these settings, if it is used until then.
  public Instant endsAt(AccountSettings settings) {
    Instant end = createdAt.plusSeconds(settings.sessionLife());
    return isLogin() && end.isBefore(expiresAt) ? end : expiresAt;
  }

  /// When it ends under these settings, if it is not used any more.
  public Instant idleAt(AccountSettings settings) {
    return isLogin() ? lastUsedAt.plusSeconds(settings.sessionIdle()) : expiresAt;
  }

  /// Whether it is a session to IBM's IAM: a service id's login gives it a refresh token, and no
  /// more.
  public boolean isLogin() {
    return holder.basis().root() != Root.SERVICE_ID;
  }

  Session usedAt(Instant now) {
    return new Session(id, holder, createdAt, expiresAt, now, refresh, newer);
  }
}

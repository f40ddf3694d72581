package io.sekisho.token;

import io.sekisho.control.Ledger;
import io.sekisho.control.Store.Entry;
import io.sekisho.credential.Holder;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.AccountSettings;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.token.Session.Refresh;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Sessions as their rules want them: how they begin, go on and end.
public final class Sessions {
  /// How many one identity may have where its account sets no limit.
  static final int MOST = 1_000;

  /// For how long this process believes what it knows of a session, which another may have ended.
  private static final Duration BELIEF = Duration.ofMillis(500);

  /// How often a use is written down, at most.
  private static final Duration NOTE = Duration.ofSeconds(30);

  private static final int REMEMBERED = 50_000;

  private final SessionStore store;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private final AtomicLong ends = new AtomicLong();

  public Sessions(SessionStore store, Ledger ledger) {
    this.store = store;
    ledger.watch(this::follow, () -> {});
  }

  /// What is known of a session, when it was read, and when its use was last written down.
  private record Seen(Session session, Instant readAt, Instant notedAt) {}

  /// A session with the text of its refresh token, which can't be read again later.
  record Opened(Session session, String refreshToken) {}

  /// Begins a session.
  ///
  /// @param most how long it may last, besides what the account says
  Opened begin(Holder holder, AccountSettings settings, Duration most, Instant now) {
    String id = "C-" + UUID.randomUUID();
    String family = Secret.make();
    String secret = Secret.make();
    Refresh refresh =
        new Refresh(
            Secret.hash(family), Secret.hash(secret), now.plusSeconds(settings.refreshTokenLife()));
    Session session = new Session(id, holder.within(id), now, now.plus(most), now, refresh, 0);
    int limit = session.isLogin() ? settings.maxSessionsPerIdentity().orElse(MOST) : MOST;
    store.begin(session, limit);
    ends.incrementAndGet();
    seen.clear(); // the oldest of the same identity may have ended
    return new Opened(session, token(id, family, secret));
  }

  /// Goes on with a session: the refresh token is used up, and another takes its place. One that
  /// was used before ends the session: somebody else has it.
  Outcome<Opened> refresh(String token, Rules rules, Instant now) {
    String[] part = token.split("\\.", -1);
    if (part.length != 3) {
      return refuse("the refresh token is not one of ours");
    }
    Optional<Session> found = store.find(part[0]);
    if (found.isEmpty() || !Secret.same(found.get().refresh().family(), Secret.hash(part[1]))) {
      return refuse("there is no such session any more");
    }
    Session session = found.get();
    AccountSettings settings = rules.of(session.holder().account());
    Optional<String> over = over(session, settings, now);
    if (over.isPresent()) {
      end(session.id());
      return refuse(over.get());
    }
    String secret = Secret.make();
    Refresh next =
        new Refresh(
            session.refresh().family(),
            Secret.hash(secret),
            now.plusSeconds(settings.refreshTokenLife()));
    if (!store.rotate(session.id(), Secret.hash(part[2]), next, now)) {
      end(session.id());
      return refuse("the refresh token was used before: its session is over");
    }
    if (!now.isBefore(session.refresh().expiresAt())) {
      end(session.id());
      return refuse("the refresh token is expired");
    }
    seen.remove(session.id());
    return Outcome.of(new Opened(session.usedAt(now), token(session.id(), part[1], secret)));
  }

  /// The settings in force of an account.
  interface Rules {
    AccountSettings of(AccountId account);
  }

  /// Why a session is over; empty if it goes on, which this is a use of.
  Optional<String> use(String id, AccountSettings settings, Instant now) {
    long before = ends.get();
    Seen known = seen.get(id);
    if (known == null || known.readAt.plus(BELIEF).isBefore(now)) {
      Optional<Session> read = store.find(id);
      if (read.isEmpty()) {
        seen.remove(id);
        return Optional.of("there is no such session any more");
      }
      Session session = known == null ? read.get() : later(read.get(), known.session);
      known = new Seen(session, now, known == null ? read.get().lastUsedAt() : known.notedAt);
    }
    Optional<String> over = over(known.session, settings, now);
    if (over.isPresent()) {
      end(id);
      return over;
    }
    keep(id, known, now);
    if (ends.get() != before) {
      seen.remove(id); // it may have been this one
    }
    return over;
  }

  /// Ends a session; its tokens are refused from then on.
  ///
  /// @return whether there was one
  public boolean end(String id) {
    boolean there = store.end(id);
    ends.incrementAndGet();
    seen.remove(id);
    return there;
  }

  /// The session of a refresh token, used up or not.
  Optional<Session> ofRefreshToken(String token) {
    String[] part = token.split("\\.", -1);
    return part.length == 3
        ? store.find(part[0]).filter(it -> Secret.same(it.refresh().family(), Secret.hash(part[1])))
        : Optional.empty();
  }

  /// One identity's sessions, the newest first.
  public List<Session> of(AccountId account, String iamId) {
    return store.of(account, iamId);
  }

  /// Ends all of an account's sessions that stand on something.
  ///
  /// @param what an identity's IAM id, or the id of a profile or API key
  public void endOf(AccountId account, String what) {
    store.endOf(account, what);
    ends.incrementAndGet();
    seen.clear();
  }

  /// Whether something that may be used once is used for the first time.
  boolean first(String once, Instant until) {
    return store.first(Secret.hash(once), until);
  }

  /// Forgets what is over. To be called every minute or so.
  public void sweep(Instant now) {
    store.sweep(now);
  }

  private static Optional<String> over(Session session, AccountSettings settings, Instant now) {
    if (!now.isBefore(session.endsAt(settings))) {
      return Optional.of("the session has lasted as long as it may");
    }
    if (!now.isBefore(session.idleAt(settings))) {
      return Optional.of("the session was not used for as long as it may be idle");
    }
    boolean beyond =
        session.isLogin() && session.newer() >= settings.maxSessionsPerIdentity().orElse(MOST);
    return beyond
        ? Optional.of("its identity began as many newer sessions as it may have")
        : Optional.empty();
  }

  private void keep(String id, Seen known, Instant now) {
    Session used = known.session.usedAt(now);
    boolean note = known.notedAt.plus(NOTE).isBefore(now);
    if (note) {
      store.used(id, now);
    }
    if (seen.size() >= REMEMBERED) {
      seen.clear();
    }
    seen.put(id, new Seen(used, known.readAt, note ? now : known.notedAt));
  }

  private static Session later(Session read, Session known) {
    return known.lastUsedAt().isAfter(read.lastUsedAt()) ? read.usedAt(known.lastUsedAt()) : read;
  }

  /// What somebody's sessions stood on was deleted: they are over, and nobody has to look.
  private void follow(List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry instanceof Entry.Delete(var label)) {
        switch (label.kind()) {
          case USER, API_KEY, TRUSTED_PROFILE -> endOf(label.account(), label.id());
          case SERVICE_ID -> endOf(label.account(), "iam-" + label.id());
          default -> {}
        }
      }
    }
  }

  private static String token(String id, String family, String secret) {
    return id + "." + family + "." + secret;
  }

  private static <T> Outcome<T> refuse(String reason) {
    return Outcome.refuse(
        Problem.of(
                Code.UNAUTHENTICATED,
                "The refresh token is expired, was used before or is not valid here: log in again.")
            .status(400)
            .parameter("refresh_token")
            .detail(reason));
  }
}

package io.sekisho.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The access token that a context's key is exchanged for, once it is needed; another one when that
/// is about to end, or the server takes it no more.
public final class AccessToken implements Bearer {
  private static final Duration EARLY = Duration.ofMinutes(1);

  private final Context context;
  private final Optional<TokenFile> file;
  private final Transport transport;
  private String value = "";
  private Instant end = Instant.EPOCH;
  private boolean remembered;

  /// One that is kept in no file.
  public AccessToken(Context context) {
    this(context, Optional.empty());
  }

  /// @param file where it is, if one was got before, and is kept
  public AccessToken(Context context, TokenFile file) {
    this(context, Optional.of(file));
  }

  private AccessToken(Context context, Optional<TokenFile> file) {
    this.context = context;
    this.file = file;
    this.transport = new Transport(context, () -> "");
  }

  /// The token as it is sent.
  ///
  /// @throws Failure if the server gives none
  @Override
  public synchronized String value() {
    if (!lives(end)) {
      Optional<TokenFile.Kept> kept =
          file.flatMap(it -> it.find(context)).filter(it -> lives(it.end()));
      remembered = kept.isPresent();
      take(kept.orElseGet(this::exchanged));
    }
    return value;
  }

  /// One that was got by another command may count for nothing by now: it is thrown away.
  @Override
  public synchronized boolean refused() {
    boolean again = remembered;
    remembered = false;
    if (again) {
      file.ifPresent(it -> it.forget(context));
      take(exchanged());
    }
    return again;
  }

  private static boolean lives(Instant end) {
    return Instant.now().isBefore(end.minus(EARLY));
  }

  private void take(TokenFile.Kept kept) {
    value = kept.token();
    end = kept.end();
  }

  private TokenFile.Kept exchanged() {
    JsonNode given = exchange();
    TokenFile.Kept got =
        new TokenFile.Kept(
            given.path("access_token").asString(""),
            Instant.ofEpochSecond(given.path("expiration").asLong(0)));
    file.ifPresent(it -> it.keep(context, got));
    return got;
  }

  /// Keeps the token for commands to come, if there is one.
  public synchronized void keep(TokenFile tokens) {
    if (lives(end)) {
      tokens.keep(context, new TokenFile.Kept(value, end));
    }
  }

  /// A claim, such as `/iam_id`.
  ///
  /// @param pointer a JSON pointer
  public String claim(String pointer) {
    String[] parts = value().split("\\.", -1);
    try {
      return Documents.parse(Base64.getUrlDecoder().decode(parts[1])).at(pointer).asString("");
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | JacksonException _) {
      throw new Failure("The server's token is not understood: use the `sekisho` of its version.");
    }
  }

  /// The id of the account that it counts in.
  public String account() {
    return claim("/account/bss");
  }

  private JsonNode exchange() {
    String form =
        "grant_type="
            + encoded("urn:ibm:params:oauth:grant-type:apikey")
            + "&apikey="
            + encoded(context.key())
            + context.account().map(it -> "&account=" + encoded(it)).orElse("");
    Transport.Answer answer =
        transport.send(
            "POST",
            "/identity/token",
            form.getBytes(StandardCharsets.UTF_8),
            "application/x-www-form-urlencoded");
    if (answer.good()) {
      return Iam.document(answer);
    }
    if (context.belongsToOperator()) {
      expectOneAccount();
    }
    throw Iam.refusal(answer);
  }

  /// An operator belongs to no account: which one is meant has to be said, unless there is one.
  private void expectOneAccount() {
    List<String> names =
        new Client(context).list(Kind.ACCOUNT).stream().map(each -> each.name()).toList();
    if (names.isEmpty()) {
      throw new Failure("There is no account yet: apply an inventory that has one.");
    }
    if (context.account().isEmpty() ? names.size() > 1 : !names.contains(context.account().get())) {
      throw new Failure(
          "Say in which account with --account: there %s %s."
              .formatted(names.size() == 1 ? "is" : "are", String.join(", ", names)));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}

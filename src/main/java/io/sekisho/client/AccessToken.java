package io.sekisho.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The access token that a context's key is exchanged for, once it is needed; another one when that
/// is about to end. It is kept in no file.
public final class AccessToken {
  private static final Duration EARLY = Duration.ofMinutes(1);

  private final Context context;
  private final Transport transport;
  private String value = "";
  private Instant end = Instant.EPOCH;

  public AccessToken(Context context) {
    this.context = context;
    this.transport = new Transport(context, () -> "");
  }

  /// The token as it is sent.
  ///
  /// @throws Failure if the server gives none
  public synchronized String value() {
    if (!Instant.now().isBefore(end.minus(EARLY))) {
      JsonNode given = exchange();
      value = given.path("access_token").asString("");
      end = Instant.ofEpochSecond(given.path("expiration").asLong(0));
    }
    return value;
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

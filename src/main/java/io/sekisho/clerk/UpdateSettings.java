package io.sekisho.clerk;

import io.sekisho.cli.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "account-settings",
    description = "Decide what counts for every identity of the account.",
    sortOptions = false,
    footer = {
      "",
      "Times are in seconds. NOT_SET leaves it to Sekisho again.",
      "",
      "Examples:",
      "  sekisho update account-settings --access-token-expiration 900",
      "  sekisho update account-settings --allowed-ip-addresses 192.0.2.0/24",
      "  sekisho update account-settings --restrict-create-service-id RESTRICTED"
    })
final class UpdateSettings implements Runnable {
  private final Session session;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--access-token-expiration",
      paramLabel = "SECONDS",
      description = "How long an access token lives.")
  private Optional<String> accessToken = Optional.empty();

  @Option(
      names = "--refresh-token-expiration",
      paramLabel = "SECONDS",
      description = "How long a refresh token lives.")
  private Optional<String> refreshToken = Optional.empty();

  @Option(
      names = "--session-expiration",
      paramLabel = "SECONDS",
      description = "How long a login lasts.")
  private Optional<String> life = Optional.empty();

  @Option(
      names = "--session-invalidation",
      paramLabel = "SECONDS",
      description = "How long one that is not used lasts.")
  private Optional<String> idle = Optional.empty();

  @Option(
      names = "--max-sessions",
      paramLabel = "N",
      description = "How many logins an identity may have.")
  private Optional<String> sessions = Optional.empty();

  @Option(
      names = "--allowed-ip-addresses",
      paramLabel = "LIST",
      description = "From where tokens count; empty for anywhere.")
  private Optional<String> addresses = Optional.empty();

  @Option(
      names = "--restrict-create-service-id",
      paramLabel = "WORD",
      description = "Whether it takes a policy to make service IDs.")
  private Optional<String> serviceIds = Optional.empty();

  @Option(
      names = "--restrict-create-api-key",
      paramLabel = "WORD",
      description = "Whether it takes a policy to make API keys.")
  private Optional<String> apiKeys = Optional.empty();

  @Option(
      names = "--restrict-user-list",
      paramLabel = "WORD",
      description = "Whether it takes a policy to see who else is there.")
  private Optional<String> userList = Optional.empty();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "What else, as IBM's API names it; - reads standard input.")
  private Optional<String> file = Optional.empty();

  @Mixin private Output output = new Output();

  UpdateSettings(Session session) {
    this.session = session;
  }

  @Override
  public void run() {
    Map<String, Object> changes = new LinkedHashMap<>();
    file.ifPresent(it -> changes.putAll(Paper.read(session, it)));
    accessToken.ifPresent(it -> changes.put("system_access_token_expiration_in_seconds", it));
    refreshToken.ifPresent(it -> changes.put("system_refresh_token_expiration_in_seconds", it));
    life.ifPresent(it -> changes.put("session_expiration_in_seconds", it));
    idle.ifPresent(it -> changes.put("session_invalidation_in_seconds", it));
    sessions.ifPresent(it -> changes.put("max_sessions_per_identity", it));
    addresses.ifPresent(it -> changes.put("allowed_ip_addresses", it));
    serviceIds.ifPresent(it -> changes.put("restrict_create_service_id", it));
    apiKeys.ifPresent(it -> changes.put("restrict_create_platform_apikey", it));
    userList.ifPresent(it -> changes.put("restrict_user_list_visibility", it));
    if (changes.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "Say what to change; see --help.");
    }
    Registry registry = Registry.of(session, output.account());
    Registry.Entry now = registry.update(Thing.ACCOUNT_SETTINGS, "", changes, new Whose());
    output.print(session.printer(), Thing.ACCOUNT_SETTINGS, List.of(now), true);
  }
}

package io.sekisho.client;

import io.sekisho.explanation.PacketExplanation;
import io.sekisho.nodewire.JoinTokenView;
import io.sekisho.nodewire.NodeView;
import io.sekisho.nodewire.Placements;
import io.sekisho.wire.AccountView;
import io.sekisho.wire.Applied;
import io.sekisho.wire.Attachment;
import io.sekisho.wire.Changes;
import io.sekisho.wire.ComputeView;
import io.sekisho.wire.Errors;
import io.sekisho.wire.MetadataServiceSettings;
import io.sekisho.wire.MetadataServiceSettings.ComputePatch;
import io.sekisho.wire.MetadataServiceSettings.Patch;
import io.sekisho.wire.OperatorKeyView;
import io.sekisho.wire.ProfileView;
import io.sekisho.wire.ProfileView.LinkRequest;
import io.sekisho.wire.Status;
import io.sekisho.wire.Trail;
import io.sekisho.wire.View;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The operator's API, one method per operation. Every method returns when the server has done it,
/// or throws a [Failure] that says why not.
public final class Client {
  private static final String BASE = "/sekisho/v1/";
  private static final String JSON = "application/json";
  private static final String MERGE_PATCH = "application/merge-patch+json";

  /// JSON is YAML too: one content type for both.
  private static final String YAML = "application/yaml";

  private final Transport transport;

  public Client(Context context) {
    this(context, new AccessToken(context));
  }

  /// @param tokens what was got before, where the context's key opens nothing by itself
  public Client(Context context, TokenFile tokens) {
    this(context, new AccessToken(context, tokens));
  }

  private Client(Context context, AccessToken token) {
    this.transport = new Transport(context, context.belongsToOperator() ? context::key : token);
  }

  /// Makes what there is equal to an inventory in YAML or JSON.
  ///
  /// @param prune whether what the inventory does not name is deleted
  /// @param dryRun whether only to say what would be done
  public Applied apply(byte[] inventory, boolean prune, boolean dryRun) {
    String path = BASE + "inventory?prune=" + prune + "&dry_run=" + dryRun;
    return body(transport.send("PUT", path, inventory, YAML), Applied.class);
  }

  public List<View> list(Kind kind) {
    return list(kind.collection(), kind.view()).stream().map(View.class::cast).toList();
  }

  /// @param which an id, a name, or `account/name`
  public View get(Kind kind, String which) {
    return body(transport.send("GET", one(kind, which)), kind.view());
  }

  /// Where guests plug in on the server's host.
  public List<Attachment> attachments() {
    return list("attachments", Attachment.class);
  }

  /// Changes the switches of an instance or bare metal server.
  public ComputeView patch(Kind kind, String which, ComputePatch patch) {
    return body(send("PATCH", one(kind, which), patch, MERGE_PATCH), ComputeView.class);
  }

  /// Where cloud-init finds the seed of an instance or bare metal server.
  public ComputeView.Seed seed(Kind kind, String which) {
    return body(transport.send("GET", one(kind, which) + "/seed"), ComputeView.Seed.class);
  }

  /// Turns the metadata service of a whole account on or off.
  public AccountView patchAccount(String which, boolean enabled) {
    MetadataServiceSettings settings =
        new MetadataServiceSettings(Optional.of(enabled), Optional.empty(), Optional.empty());
    return body(
        send("PATCH", one(Kind.ACCOUNT, which), new Patch(Optional.of(settings)), MERGE_PATCH),
        AccountView.class);
  }

  /// Deletes a resource and answers with what it was.
  public View delete(Kind kind, String which) {
    return body(transport.send("DELETE", one(kind, which)), kind.view());
  }

  /// Makes every token given to this compute resource so far worthless.
  public ComputeView revokeTokens(Kind kind, String which) {
    return body(transport.send("POST", one(kind, which) + "/revoke_tokens"), ComputeView.class);
  }

  public ProfileView link(String profile, String compute) {
    LinkRequest request = new LinkRequest(compute, Optional.empty());
    String path = one(Kind.TRUSTED_PROFILE, profile) + "/links";
    return body(send("POST", path, request, JSON), ProfileView.class);
  }

  public ProfileView unlink(String profile, String compute) {
    String path = one(Kind.TRUSTED_PROFILE, profile) + "/links/" + encode(compute);
    return body(transport.send("DELETE", path), ProfileView.class);
  }

  public Status status() {
    return body(transport.send("GET", BASE + "status"), Status.class);
  }

  public List<OperatorKeyView> operatorKeys() {
    return list("operator_keys", OperatorKeyView.class);
  }

  /// A new operator's key, whose text is shown this once.
  public OperatorKeyView createOperatorKey(String name) {
    OperatorKeyView.Wanted wanted = new OperatorKeyView.Wanted(name);
    return body(send("POST", BASE + "operator_keys", wanted, JSON), OperatorKeyView.class);
  }

  public void deleteOperatorKey(String name) {
    done(transport.send("DELETE", BASE + "operator_keys/" + encode(name)));
  }

  public List<NodeView> nodes() {
    return list("nodes", NodeView.class);
  }

  public NodeView node(String name) {
    return body(transport.send("GET", BASE + "nodes/" + encode(name)), NodeView.class);
  }

  /// @param force also if guests are on it
  public void deleteNode(String name, boolean force) {
    done(transport.send("DELETE", BASE + "nodes/" + encode(name) + "?force=" + force));
  }

  /// Lets a node serve a guest, and no other.
  public NodeView attach(String guest, String node) {
    String path = BASE + "nodes/" + encode(node) + "/guests/" + encode(guest);
    return body(transport.send("PUT", path), NodeView.class);
  }

  /// The same of many, all or none.
  public Placements.Done attach(Placements many) {
    return body(send("POST", BASE + "placements", many, JSON), Placements.Done.class);
  }

  public void detach(String guest, String node) {
    done(transport.send("DELETE", BASE + "nodes/" + encode(node) + "/guests/" + encode(guest)));
  }

  /// A new join token, whose text is shown this once.
  public JoinTokenView createJoinToken(JoinTokenView.Wanted wanted) {
    return body(send("POST", BASE + "join_tokens", wanted, JSON), JoinTokenView.class);
  }

  private static void done(Transport.Answer answer) {
    if (!answer.good()) {
      throw refusal(answer);
    }
  }

  /// What was written after a revision; waits for something if there is nothing yet.
  public Changes changes(long after, int waitSeconds) {
    String path = BASE + "changes?after=" + after + "&wait=" + waitSeconds;
    return body(transport.send("GET", path), Changes.class);
  }

  /// A page of the audit trail.
  ///
  /// @param parameters such as `account`, `target`, `action`, `after` and `limit`
  public Trail trail(Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(each -> each.getKey() + "=" + encode(each.getValue()))
            .collect(Collectors.joining("&"));
    return body(transport.send("GET", BASE + "audit?" + query), Trail.class);
  }

  /// The last record of the audit trail, and the key to verify it with.
  public Trail.Head trailHead() {
    return body(transport.send("GET", BASE + "audit/head"), Trail.Head.class);
  }

  /// Records of the audit trail as JSON lines; empty after the last.
  public byte[] trailLines(long after, int limit) {
    String path = BASE + "audit/export?after=" + after + "&limit=" + limit;
    Transport.Answer answer = transport.send("GET", path);
    if (!answer.good()) {
      throw refusal(answer);
    }
    return answer.body();
  }

  /// What becomes of a packet, and why.
  public PacketExplanation explain(PacketExplanation.Question question) {
    return body(send("POST", BASE + "explain/packet", question, JSON), PacketExplanation.class);
  }

  private Transport.Answer send(String method, String path, Object body, String contentType) {
    return transport.send(method, path, Documents.json(body), contentType);
  }

  private <T> List<T> list(String collection, Class<T> type) {
    JsonNode page = body(transport.send("GET", BASE + collection), JsonNode.class);
    List<T> found = new ArrayList<>();
    page.path(collection).forEach(item -> found.add(Documents.as(item, type)));
    return found;
  }

  private static String one(Kind kind, String which) {
    return BASE + kind.collection() + "/" + encode(which);
  }

  private static String encode(String which) {
    return URLEncoder.encode(which, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static <T> T body(Transport.Answer answer, Class<T> type) {
    if (!answer.good()) {
      throw refusal(answer);
    }
    try {
      return Documents.as(answer.body(), type);
    } catch (JacksonException _) {
      throw new Failure("The server's answer is not understood: use the `sekisho` of its version.");
    }
  }

  private static Failure refusal(Transport.Answer answer) {
    if (answer.status() == 401) {
      return new Failure("The server does not know this key: run `sekisho login`.");
    }
    try {
      Errors errors = Documents.as(answer.body(), Errors.class);
      List<String> messages = errors.errors().stream().map(Errors.Item::message).toList();
      return messages.size() == 1
          ? new Failure(messages.getFirst(), trace(answer, errors))
          : new Failure("Refused, nothing was changed:", messages);
    } catch (JacksonException _) {
      return new Failure("The server answered with status " + answer.status() + ": is it Sekisho?");
    }
  }

  /// Only a fault of the server's has to be looked up in its log.
  private static List<String> trace(Transport.Answer answer, Errors errors) {
    return answer.status() < 500 ? List.of() : List.of("trace: " + errors.trace());
  }
}

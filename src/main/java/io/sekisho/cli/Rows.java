package io.sekisho.cli;

import io.sekisho.client.Kind;
import io.sekisho.nodewire.NodeView;
import io.sekisho.wire.AccountView;
import io.sekisho.wire.Applied;
import io.sekisho.wire.Attachment;
import io.sekisho.wire.ComputeView;
import io.sekisho.wire.KeyView;
import io.sekisho.wire.PlacementGroupView;
import io.sekisho.wire.ProfileView;
import io.sekisho.wire.SubnetView;
import io.sekisho.wire.View;
import io.sekisho.wire.VpcView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Resources as rows of a table: under which headings, and in which words.
public final class Rows {
  private static final List<Column<AccountView>> ACCOUNTS =
      List.of(
          column("NAME", AccountView::name),
          column("METADATA", view -> view.metadataService().enabled() ? "on" : "off"),
          wide("CREATED", view -> time(view.createdAt())),
          column("ID", AccountView::id));
  private static final List<Column<VpcView>> VPCS =
      List.of(
          column("NAME", VpcView::name),
          column("ACCOUNT", VpcView::account),
          column("REGION", VpcView::region),
          wide("INDEX", view -> Integer.toString(view.index())),
          wide("CREATED", view -> time(view.createdAt())),
          wide("ID", VpcView::id));
  private static final List<Column<SubnetView>> SUBNETS =
      List.of(
          column("NAME", SubnetView::name),
          column("ACCOUNT", SubnetView::account),
          column("VPC", SubnetView::vpc),
          column("ZONE", SubnetView::zone),
          column("IPV4", SubnetView::ipv4CidrBlock),
          column("IPV6", view -> view.ipv6CidrBlock().orElse("")),
          wide("CREATED", view -> time(view.createdAt())),
          wide("ID", SubnetView::id));
  private static final List<Column<KeyView>> KEYS =
      List.of(
          column("NAME", KeyView::name),
          column("ACCOUNT", KeyView::account),
          column("TYPE", KeyView::type),
          column("FINGERPRINT", KeyView::fingerprint),
          wide("CREATED", view -> time(view.createdAt())),
          wide("ID", KeyView::id));
  private static final List<Column<PlacementGroupView>> PLACEMENT_GROUPS =
      List.of(
          column("NAME", PlacementGroupView::name),
          column("ACCOUNT", PlacementGroupView::account),
          column("STRATEGY", PlacementGroupView::strategy),
          wide("CREATED", view -> time(view.createdAt())),
          wide("ID", PlacementGroupView::id));
  private static final List<Column<ComputeView>> COMPUTES =
      List.of(
          column("NAME", ComputeView::name),
          column("ACCOUNT", ComputeView::account),
          column("VPC", ComputeView::vpc),
          column("ADDRESS", Rows::addresses),
          column("STATUS", ComputeView::status),
          column("METADATA", Rows::metadataService),
          column("HOPS", view -> Integer.toString(view.metadataService().responseHopLimit())),
          wide("TRUSTED PROFILE", view -> view.defaultTrustedProfile().orElse("")),
          wide("SEED", view -> view.cloudInit().seed() ? "on" : "off"),
          wide("REVOKED", view -> Long.toString(view.tokenGeneration())),
          wide("ZONE", ComputeView::zone),
          wide("HARDWARE", ComputeView::profile),
          wide("ID", ComputeView::id));
  private static final List<Column<ProfileView>> TRUSTED_PROFILES =
      List.of(
          column("NAME", ProfileView::name),
          column("ACCOUNT", ProfileView::account),
          column("LINKED TO", Rows::links),
          column("RULES", view -> Integer.toString(view.rules().size())),
          wide("DESCRIPTION", ProfileView::description),
          wide("MODIFIED", view -> time(view.modifiedAt())),
          wide("ID", ProfileView::id));
  private static final List<Column<NodeView>> NODES =
      List.of(
          column("NAME", NodeView::name),
          column("GUESTS", view -> Long.toString(view.guestCount())),
          column("WATCHING", view -> view.watching() ? "yes" : "no"),
          column("REVISION", view -> view.revision().map(String::valueOf).orElse("")),
          column("BEHIND", view -> view.behind().map(String::valueOf).orElse("")),
          column("SEEN", view -> view.seenAt().map(Rows::time).orElse("")),
          wide("FAILURE", view -> view.failure().orElse("")),
          wide("CREATED", view -> time(view.createdAt())),
          wide("ID", NodeView::id));
  private static final List<Column<NodeView.Guest>> GUESTS =
      List.of(
          column("GUEST", NodeView.Guest::name),
          column("ACCOUNT", NodeView.Guest::account),
          column("SINCE", guest -> time(guest.since())),
          column("ID", NodeView.Guest::id));
  private static final List<Column<Attachment>> ATTACHMENTS =
      List.of(
          column("COMPUTE", Attachment::compute),
          column("ACCOUNT", Attachment::account),
          column("INTERFACE", Attachment::networkInterface),
          column("NAMESPACE", Attachment::networkNamespace),
          column("DEVICE", Attachment::device),
          column("MAC", Attachment::macAddress),
          column("ADDRESSES", view -> String.join(" ", view.addresses())),
          column("METADATA", Attachment::metadataService),
          wide("HOPS", view -> Integer.toString(view.responseHopLimit())),
          wide("GATEWAY", view -> view.gateway() + "/" + view.prefixLength()),
          wide("VPC", Attachment::vpc),
          wide("SUBNET", Attachment::subnet),
          wide("MARK", view -> Integer.toString(view.mark())),
          wide("ID", Attachment::computeId));
  private static final List<Column<Applied.Change>> CHANGES =
      List.of(
          column("ACTION", Applied.Change::action),
          column("KIND", change -> change.kind().replace('_', ' ')),
          column("NAME", Applied.Change::name),
          column("ACCOUNT", Applied.Change::account),
          wide("DIFFERENCE", Applied.Change::words));

  private Rows() {}

  /// @param views all of the kind's own type
  public static Table resources(Kind kind, List<View> views, boolean wide) {
    return switch (kind) {
      case ACCOUNT -> table(ACCOUNTS, views, AccountView.class, wide);
      case VPC -> table(VPCS, views, VpcView.class, wide);
      case SUBNET -> table(SUBNETS, views, SubnetView.class, wide);
      case KEY -> table(KEYS, views, KeyView.class, wide);
      case PLACEMENT_GROUP -> table(PLACEMENT_GROUPS, views, PlacementGroupView.class, wide);
      case INSTANCE, BARE_METAL_SERVER -> table(COMPUTES, views, ComputeView.class, wide);
      case TRUSTED_PROFILE -> table(TRUSTED_PROFILES, views, ProfileView.class, wide);
    };
  }

  static Table attachments(List<Attachment> attachments, boolean wide) {
    return table(ATTACHMENTS, attachments, Attachment.class, wide);
  }

  static Table nodes(List<NodeView> nodes, boolean wide) {
    return table(NODES, nodes, NodeView.class, wide);
  }

  static Table guests(NodeView node) {
    return table(GUESTS, node.guests(), NodeView.Guest.class, false);
  }

  /// What changed; what did not is left out.
  static Table changes(Applied applied) {
    List<Applied.Change> changed =
        applied.changes().stream().filter(change -> !change.action().equals("unchanged")).toList();
    boolean updates = changed.stream().anyMatch(change -> !change.differences().isEmpty());
    return table(CHANGES, changed, Applied.Change.class, updates);
  }

  private record Column<T>(String heading, boolean wide, Function<T, String> cell) {}

  private static <T> Column<T> column(String heading, Function<T, String> cell) {
    return new Column<>(heading, false, cell);
  }

  private static <T> Column<T> wide(String heading, Function<T, String> cell) {
    return new Column<>(heading, true, cell);
  }

  private static <T> Table table(
      List<Column<T>> columns, List<?> views, Class<T> type, boolean wide) {
    List<Column<T>> shown = columns.stream().filter(column -> wide || !column.wide()).toList();
    List<List<String>> rows =
        views.stream()
            .map(type::cast)
            .map(view -> shown.stream().map(column -> column.cell().apply(view)).toList())
            .toList();
    return new Table(shown.stream().map(Column::heading).toList(), rows);
  }

  /// To the second: the rest is for programs.
  static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String addresses(ComputeView view) {
    return view.networkInterfaces().stream()
        .flatMap(nic -> nic.addresses().stream().limit(1))
        .collect(Collectors.joining(" "));
  }

  private static String metadataService(ComputeView view) {
    if (!view.metadataService().enabled()) {
      return "off";
    }
    if (view.served()) {
      return view.metadataService().protocol();
    }
    return view.status().equals("running") ? "off by account" : "off while " + view.status();
  }

  private static String links(ProfileView view) {
    return view.links().stream().map(ProfileView.Link::compute).collect(Collectors.joining(" "));
  }
}

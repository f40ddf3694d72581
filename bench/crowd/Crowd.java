package io.sekisho.web;

import io.sekisho.address.Ip;
import io.sekisho.catalog.Volume;
import io.sekisho.computeapi.ComputeRoutes;
import io.sekisho.control.Application;
import io.sekisho.control.Controller;
import io.sekisho.control.IdSource;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kind;
import io.sekisho.control.Ledger;
import io.sekisho.estate.Estate;
import io.sekisho.filterapi.FilterRoutes;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.network.FloatingPool;
import io.sekisho.networkapi.NetworkRoutes;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.telemetry.Journal;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Reference;
import io.sekisho.vpc.ReservedIp;
import io.sekisho.vpc.VirtualNetworkInterface;
import io.sekisho.vpc.VolumeAttachment;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.wire.MetadataServiceSettings.ComputePatch;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/// What writes and reads cost a controller that has a crowd of instances, without its database.
///
/// Three documents for each instance: itself, its volume, and a virtual network interface that
/// stands alone. Prints CPU time of the calling thread, per call: median and 99th percentile.
public final class Crowd {
  private static final Initiator OPERATOR = new Initiator("bench", "");
  private static final Journal SILENT = _ -> {};
  private static final InstantSource CLOCK = InstantSource.system();

  private static final String ALL = "/v1/instances";
  private static final int BATCH = 150;

  private final int accounts;
  private final int each;
  private final Map<String, List<Long>> taken = new LinkedHashMap<>();
  private final List<Object> all = new ArrayList<>();
  private CrowdStore kept;
  private Ledger ledger;
  private Desk desk;
  private Controller controller;
  private String account = "";
  private String subnet = "";
  private String one = "";

  private Crowd(int instances, int accounts) {
    this.accounts = accounts;
    this.each = instances / accounts;
  }

  public static void main(String[] arguments) {
    int instances = Integer.parseInt(arguments[0]);
    new Crowd(instances, Integer.parseInt(arguments[1])).run(Integer.parseInt(arguments[2]));
  }

  /// Such a crowd, to be put elsewhere.
  ///
  /// @param more accounts, as an inventory has them, that are declared before and not filled
  public static CrowdStore filled(int instances, int accounts, String more) {
    Crowd crowd = new Crowd(instances, accounts);
    crowd.arrange(more);
    return crowd.kept;
  }

  private void run(int calls) {
    arrange("");
    long before = heap();
    long began = System.nanoTime();
    open();
    System.out.printf("instances %d documents %d%n", accounts * each, kept.documents().size());
    System.out.printf("load %d ms%n", (System.nanoTime() - began) / 1_000_000);
    System.out.printf("heap %d MB, of which indexes and snapshot %d MB%n", heap(), heap() - before);
    String path = ALL + "/" + one;
    AtomicInteger turn = new AtomicInteger();
    measure(
        "switch (own API)",
        calls,
        () -> {
          byte[] patch =
              "{\"metadata_service\":{\"response_hop_limit\":%d}}"
                  .formatted(turn.incrementAndGet() % 2 + 1)
                  .getBytes(StandardCharsets.UTF_8);
          expect(
              controller.patchCompute(
                  Kind.INSTANCE,
                  one,
                  io.sekisho.wire.Json.mapper().readValue(patch, ComputePatch.class),
                  OPERATOR));
        });
    measure(
        "switch (VPC API)",
        calls,
        () ->
            ask(
                200,
                "PATCH",
                path,
                "",
                "{\"metadata_service\":{\"response_hop_limit\":%d}}"
                    .formatted(turn.incrementAndGet() % 2 + 1)));
    List<String> made = new ArrayList<>();
    for (int i = 0; i < calls / BATCH; i++) {
      // An account has 300 volumes at most.
      measure("create", BATCH, () -> made.add(id(ask(201, "POST", ALL, "", body()))));
      measure("delete", BATCH, () -> ask(204, "DELETE", ALL + "/" + made.removeLast(), "", ""));
    }
    measure(
        "account's switch",
        calls / 4,
        () -> expect(controller.patchAccount(account, turn.incrementAndGet() % 2 == 0, OPERATOR)));
    measure("list 50", calls, () -> ask(200, "GET", ALL, "&limit=50", ""));
    measure("get", calls, () -> ask(200, "GET", path, "", ""));
    measure("own get", calls, () -> expect(controller.get(Kind.INSTANCE, one, OPERATOR)));
    taken.forEach(Crowd::print);
    System.out.printf("heap after %d MB%n", heap());
  }

  private static void expect(Outcome<?> outcome) {
    if (outcome instanceof Outcome.Refused<?>(Problem problem)) {
      throw new IllegalStateException(problem.toString());
    }
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime now = Runtime.getRuntime();
    return (now.totalMemory() - now.freeMemory()) / 1_048_576;
  }

  private void measure(String what, int calls, Runnable call) {
    var clock = ManagementFactory.getThreadMXBean();
    List<Long> all = taken.computeIfAbsent(what, _ -> new ArrayList<>());
    for (int i = 0; i < calls; i++) {
      long began = clock.getCurrentThreadCpuTime();
      call.run();
      all.add(clock.getCurrentThreadCpuTime() - began);
    }
  }

  /// The first half is for the compiler.
  private static void print(String what, List<Long> all) {
    List<Long> warm = all.subList(all.size() / 2, all.size()).stream().sorted().toList();
    System.out.printf(
        "%s: median %.3f ms, p99 %.3f ms%n",
        what, warm.get(warm.size() / 2) / 1e6, warm.get(warm.size() * 99 / 100) / 1e6);
  }

  private void arrange(String more) {
    StringBuilder said =
        new StringBuilder(
            "catalog: {images: [{name: stock, id: r006-abc, operating_system: debian-12-amd64}]}\naccounts:\n"
                + more);
    for (int i = 0; i < accounts; i++) {
      said.append(
          "  - {name: a%d, vpcs: [{name: v, subnets: [{name: s, ipv4_cidr_block: 10.0.0.0/16}]}]}\n"
              .formatted(i));
    }
    kept = new CrowdStore(List.of(), new io.sekisho.plan.Counters(0, 0));
    open();
    Application done =
        controller.apply(said.toString().getBytes(StandardCharsets.UTF_8), false, false, OPERATOR);
    if (done instanceof Application.Rejected rejected) {
      throw new IllegalStateException(rejected.toString());
    }
    List<Object> small = new ArrayList<>(kept.documents());
    all.addAll(small);
    int mark = kept.counters().mark() + 1;
    for (Object it : small) {
      if (it instanceof Account some && some.name().matches("a\\d+")) {
        boolean first = account.isEmpty();
        choose(some.id());
        mark = fill(first, mark);
      }
    }
    choose(
        small.stream()
            .filter(it -> it instanceof Account some && some.name().equals("a0"))
            .map(it -> ((Account) it).id())
            .findFirst()
            .orElseThrow());
    one =
        all.stream()
            .filter(it -> it instanceof Instance i && i.account().value().equals(account))
            .map(it -> ((Instance) it).id())
            .findFirst()
            .orElseThrow();
    all.removeIf(it -> it instanceof Volume v && v.account().value().equals(account));
    kept = new CrowdStore(all, new io.sekisho.plan.Counters(kept.counters().vpcIndex(), mark));
    all.clear();
  }

  private void choose(AccountId id) {
    account = id.value();
    subnet =
        kept.documents().stream()
            .filter(it -> it instanceof io.sekisho.vpc.Subnet s && s.account().equals(id))
            .map(it -> ((io.sekisho.vpc.Subnet) it).id())
            .findFirst()
            .orElseThrow();
  }

  /// One instance by the API, the others like it.
  private int fill(boolean first, int mark) {
    String id = id(ask(201, "POST", ALL, "", body()));
    Instance like =
        (Instance)
            kept.documents().stream()
                .filter(it -> it instanceof Instance i && i.id().equals(id))
                .findFirst()
                .orElseThrow();
    Volume volume =
        (Volume)
            kept.documents().stream()
                .filter(it -> it instanceof Volume v && v.account().equals(like.account()))
                .findFirst()
                .orElseThrow();
    int next = mark;
    for (int i = 0; i < each; i++) {
      Identity own = identity(like.identity(), "web-" + i, next);
      Identity disk = identity(volume.identity(), "disk-" + i, next);
      VolumeAttachment at = like.volumes().getFirst();
      Reference there = new Reference(disk.crn().toString(), disk.id(), disk.name(), "volume");
      VolumeAttachment boot =
          new VolumeAttachment(
              at.id() + i,
              "boot",
              at.device(),
              there,
              at.bandwidth(),
              true,
              at.status(),
              at.type(),
              at.createdAt());
      NetworkInterface nic = like.interfaces().getFirst();
      NetworkInterface port =
          new NetworkInterface(
              fresh(nic.id()),
              "eth",
              nic.portSpeed(),
              nic.createdAt(),
              vni(nic.virtualNetworkInterface(), next, i));
      all.add(
          new Instance(
              own,
              like.vpc(),
              like.zone(),
              like.metadataService(),
              0,
              like.lifecycle(),
              like.hardware(),
              like.scheduling(),
              like.image(),
              like.catalogOffering(),
              like.initialization(),
              List.of(port),
              first ? List.of() : List.of(boot),
              List.of(),
              List.of()));
      all.add(
          new Volume(
              disk,
              own.id(),
              volume.zone(),
              volume.profile(),
              volume.capacity(),
              volume.iops(),
              volume.bandwidth(),
              volume.operatingSystem(),
              volume.sourceImage(),
              volume.allowedUse()));
      all.add(vni(nic.virtualNetworkInterface(), next + 1, i + 20_000));
      next += 2;
    }
    return next;
  }

  private static String fresh(String id) {
    return id.substring(0, 5) + UUID.randomUUID();
  }

  private static Identity identity(Identity like, String name, int number) {
    String id = fresh(like.id());
    Crn crn = like.crn();
    return new Identity(
        id,
        new Crn(crn.service(), crn.location(), like.account(), crn.type(), id),
        new String(name),
        like.account(),
        new String(like.resourceGroup()),
        Instant.ofEpochSecond(1_790_000_000L + number));
  }

  private static VirtualNetworkInterface vni(VirtualNetworkInterface like, int mark, int place) {
    Ip address = like.primaryIp().address().plus(1 + place);
    ReservedIp ip =
        new ReservedIp(
            identity(like.primaryIp().identity(), "ip-" + place, mark),
            like.subnet(),
            address,
            true);
    return new VirtualNetworkInterface(
        identity(like.identity(), "vni-" + place, mark),
        mark,
        VirtualNetworkInterface.mac(mark, _ -> false),
        like.vpc(),
        like.zone(),
        like.subnet(),
        ip,
        List.of(),
        List.of(),
        List.of(),
        like.securityGroups(),
        false,
        false,
        true,
        "auto");
  }

  private void open() {
    ledger = new Ledger(kept.store(), CLOCK, SILENT);
    controller = new Controller(ledger, IdSource.random(), CLOCK, SILENT);
    Callers callers =
        new Callers() {
          @Override
          public Outcome<Initiator> identify(String bearer, Arrived request) {
            return Outcome.of(OPERATOR);
          }

          @Override
          public Optional<Problem> refusal(
              Initiator by, String action, Map<String, String> resource) {
            return Optional.empty();
          }
        };
    VpcRoutes vpc =
        new VpcRoutes(new Estate(ledger, IdSource.random(), CLOCK, callers::refusal), CLOCK);
    List<Route> routes = new ArrayList<>(NetworkRoutes.of(vpc, FloatingPool.NONE));
    routes.addAll(FilterRoutes.of(vpc));
    routes.addAll(ComputeRoutes.of(vpc));
    desk = new Desk(new Gate(Set.of("localhost"), callers), callers, routes);
  }

  private String body() {
    return "{\"zone\":{\"name\":\"us-south-1\"},\"image\":{\"id\":\"r006-abc\"},\"profile\":{\"name\":\"bx2d-2x8\"},\"primary_network_attachment\":{\"virtual_network_interface\":{\"subnet\":{\"id\":\""
        + subnet
        + "\"}}}}";
  }

  private static String id(Reply reply) {
    String text = new String(reply.body(), StandardCharsets.UTF_8);
    return io.sekisho.wire.Json.mapper().readTree(text).get("id").asString();
  }

  private Reply ask(int status, String method, String path, String query, String body) {
    Map<String, List<String>> headers =
        Map.of(
            "Host",
            List.of("localhost"),
            "Authorization",
            List.of("Bearer x"),
            "Content-Type",
            List.of("application/json"));
    Arrived request =
        new Arrived(
            method,
            path,
            "version=2026-06-23&generation=2&account_id=" + account + query,
            name -> headers.getOrDefault(name, List.of()),
            _ -> Outcome.of(body.getBytes(StandardCharsets.UTF_8)),
            "127.0.0.1",
            Optional.empty(),
            "trace");
    Reply reply = desk.answer(request).reply();
    if (reply.status() != status) {
      throw new IllegalStateException(
          method + path + " " + reply.status() + new String(reply.body(), StandardCharsets.UTF_8));
    }
    return reply;
  }
}

package io.sekisho.office;

import io.sekisho.access.Deeds;
import io.sekisho.access.Directory;
import io.sekisho.access.Permissions;
import io.sekisho.access.Remains;
import io.sekisho.access.Uses;
import io.sekisho.accessapi.AccessRoutes;
import io.sekisho.api.AuditRoutes;
import io.sekisho.api.Backing;
import io.sekisho.api.ChangeRoutes;
import io.sekisho.api.HouseRoutes;
import io.sekisho.api.OperatorRoutes;
import io.sekisho.api.Routes;
import io.sekisho.api.SeedRecords;
import io.sekisho.assertion.PublicKeys;
import io.sekisho.audit.Sealer;
import io.sekisho.catalogapi.CatalogRoutes;
import io.sekisho.compliance.ConfigRules;
import io.sekisho.compliance.ImageInsistence;
import io.sekisho.compliance.Insistence;
import io.sekisho.complianceapi.ConfigRuleRoutes;
import io.sekisho.computeapi.ComputeRoutes;
import io.sekisho.control.Controller;
import io.sekisho.control.IdSource;
import io.sekisho.control.Ledger;
import io.sekisho.control.OperatorKeys;
import io.sekisho.control.Store.Retention;
import io.sekisho.credential.Authority;
import io.sekisho.credential.Mint;
import io.sekisho.credential.TrailKey;
import io.sekisho.crossing.Crossings;
import io.sekisho.estate.Estate;
import io.sekisho.filterapi.FilterRoutes;
import io.sekisho.filterapi.PacketRoutes;
import io.sekisho.fleetapi.Attendance;
import io.sekisho.fleetapi.FleetRoutes;
import io.sekisho.fleetapi.NodeRoutes;
import io.sekisho.fleetapi.Watches;
import io.sekisho.gatewayapi.GatewayRoutes;
import io.sekisho.groupingapi.GroupingRoutes;
import io.sekisho.iamapi.IamRoutes;
import io.sekisho.iamapi.TokenRoutes;
import io.sekisho.identity.Identities;
import io.sekisho.identity.Records;
import io.sekisho.network.FloatingPool;
import io.sekisho.network.Foundation;
import io.sekisho.network.PublicAddresses;
import io.sekisho.networkapi.NetworkRoutes;
import io.sekisho.openapi.OpenApi;
import io.sekisho.passage.FlowTarget;
import io.sekisho.passage.PresharedKeys;
import io.sekisho.roster.JoinTokens;
import io.sekisho.roster.Roster;
import io.sekisho.store.StateDirectory;
import io.sekisho.store.StateDirectory.Place;
import io.sekisho.telemetry.Journal;
import io.sekisho.token.Bearers;
import io.sekisho.token.Introspection;
import io.sekisho.token.Sessions;
import io.sekisho.token.Standing;
import io.sekisho.token.Tokens;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Callers;
import io.sekisho.web.Route;
import io.sekisho.witness.AuditTrail;
import io.sekisho.witness.Recorder;
import io.sekisho.witness.Tally;
import io.sekisho.witness.TokenRecords;
import io.sekisho.witness.TrailWatch;
import io.sekisho.witness.WatchedCallers;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The operators' side of the house, put together: what is kept, who may do what, and every route.
public final class Office implements AutoCloseable {
  private static final String ACCOUNT = "account_id";

  private final StateDirectory state;
  private final Journal journal;
  private final InstantSource clock;
  private final Ledger ledger;
  private final Controller controller;
  private final OperatorKeys keys;
  private final Recorder recorder;
  private final Tally tally;
  private final JoinTokens joinTokens;
  private final Roster roster;
  private final Attendance attendance = new Attendance();

  public Office(StateDirectory state, Journal journal, InstantSource clock) {
    this.state = state;
    this.journal = journal;
    this.clock = clock;
    this.ledger = new Ledger(state.store(), clock, journal);
    ledger.whenDeleted(Remains::of);
    ledger.insist(new Insistence());
    ledger.whenDone(FlowTarget::settle);
    ledger.insist(new ImageInsistence());
    ledger.insist(new PublicAddresses());
    Foundation.lay(ledger, IdSource.random(), clock);
    this.controller = new Controller(ledger, IdSource.random(), clock, journal);
    this.keys = new OperatorKeys(ledger, new SecureRandom());
    this.recorder = Recorder.start(state.store()::audit, Recorder.Limits.DEFAULT, journal, clock);
    this.tally = new Tally(recorder);
    ledger.whenRefused(tally::record);
    this.joinTokens = new JoinTokens(ledger, new SecureRandom());
    this.roster = new Roster(ledger, IdSource.random(), joinTokens);
  }

  /// Opens what is kept.
  public static StateDirectory open(Place place) {
    return StateDirectory.open(
        place, (secrets, begun) -> new TrailSealer(TrailKey.open(secrets, begun)));
  }

  /// The trail's key, as the trail knows it.
  private record TrailSealer(TrailKey key) implements Sealer {
    @Override
    public String sign(byte[] text) {
      return key.sign(text);
    }

    @Override
    public String publicPem() {
      return key.publicPem();
    }
  }

  public Ledger ledger() {
    return ledger;
  }

  public Controller controller() {
    return controller;
  }

  public OperatorKeys keys() {
    return keys;
  }

  public Recorder recorder() {
    return recorder;
  }

  public Tally tally() {
    return tally;
  }

  /// What has to be done once a minute.
  ///
  /// @param keep how much of the change log
  public List<Runnable> chores(Retention keep) {
    return List.of(
        tally::settle,
        () -> state.store().trim(keep),
        () -> presharedKeys().sweep(ledger),
        new TrailWatch(state.store(), journal, clock),
        () -> state.store().logins().sweep(clock.instant()));
  }

  /// All that can be asked for, and who knows who may ask for it.
  public record Counter(List<Route> routes, Callers callers) {
    public Counter {
      routes = List.copyOf(routes);
    }
  }

  /// @param backing what the process says of itself
  /// @param pool the public addresses that there are to give away
  public Counter counter(Mint mint, Authority authority, Backing backing, FloatingPool pool) {
    Standing standing = new Standing(ledger, keys::since);
    Sessions sessions = new Sessions(state.store().logins(), ledger);
    Bearers bearers = new Bearers(mint, standing, sessions, keys::verify, clock);
    Uses uses = new Uses();
    Permissions permissions = new Permissions(new Directory(ledger), uses, clock);
    Callers callers = new WatchedCallers(new Passes(ledger, bearers, permissions), tally, clock);
    List<Route> routes = new ArrayList<>(new HouseRoutes(backing).table());
    routes.addAll(new Routes(controller, callers, new SeedRecords(tally, clock)).table());
    routes.addAll(new ChangeRoutes(ledger).table());
    routes.addAll(
        new AuditRoutes(new AuditTrail(state.store()), state.sealer().publicPem()).table());
    routes.addAll(new OperatorRoutes(keys).table());
    routes.addAll(new NodeRoutes(ledger, roster, joinTokens, attendance, authority).table());
    routes.addAll(
        new TokenRoutes(
                tokens(mint, standing, sessions, bearers),
                new Introspection(bearers, sessions, mint.iamIssuer()),
                mint.iamIssuer())
            .table());
    routes.addAll(IamRoutes.of(identities(), callers));
    Deeds deeds = new Deeds(ledger, IdSource.random(), clock, journal);
    routes.addAll(new AccessRoutes(ledger, controller, permissions, uses, deeds).table());
    Estate estate = new Estate(ledger, IdSource.random(), clock, callers::refusal);
    VpcRoutes vpc = new VpcRoutes(estate, clock);
    routes.addAll(GroupingRoutes.of(estate));
    routes.addAll(CatalogRoutes.of(vpc));
    routes.addAll(NetworkRoutes.of(vpc, pool));
    routes.addAll(FilterRoutes.of(vpc));
    routes.addAll(new PacketRoutes(new Crossings(ledger, callers::refusal)).table());
    routes.addAll(GatewayRoutes.of(vpc, pool, presharedKeys()));
    routes.addAll(ComputeRoutes.of(vpc));
    routes.addAll(
        new ConfigRuleRoutes(
                new ConfigRules(estate), call -> estate.actor(call.by(), call.parameter(ACCOUNT)))
            .table());
    return new Counter(OpenApi.with(routes), callers);
  }

  private PresharedKeys presharedKeys() {
    return new PresharedKeys(state.secrets(), clock);
  }

  /// The nodes' side: what nodes are told, and what they ask for.
  public Fleet fleet(FleetRoutes.Settings settings) {
    Watches watches = new Watches(ledger, attendance);
    return new Fleet(
        new FleetRoutes(ledger, settings, roster, watches, attendance, tally), watches);
  }

  /// What the nodes' port stands on. To be closed before that is.
  public record Fleet(FleetRoutes routes, Watches watches) {}

  private Tokens tokens(Mint mint, Standing standing, Sessions sessions, Bearers bearers) {
    return new Tokens(
        new Tokens.Parts(
            mint,
            standing,
            sessions,
            bearers,
            state.store()::apiKey,
            keys::verify,
            new TokenRecords(tally),
            clock));
  }

  private Identities identities() {
    return Identities.of(
        new Records(ledger, IdSource.random(), clock),
        new SecureRandom(),
        state.store()::apiKey,
        List.of(),
        PublicKeys::fault);
  }

  @Override
  public void close() {
    tally.close();
    recorder.close();
  }
}

package io.sekisho.iamapi;

import io.sekisho.identity.Identities;
import io.sekisho.web.Callers;
import io.sekisho.web.Route;
import java.util.List;
import java.util.stream.Stream;

/// Every operation on identities, by resource.
public final class IamRoutes {
  private IamRoutes() {}

  /// @param callers knows what a caller may do, where that hangs on more than a path
  public static List<Route> of(Identities identities, Callers callers) {
    Permits permits = new Permits(identities, callers);
    return Stream.of(
            new ProfileRoutes(identities).table(),
            new LinkRoutes(identities).table(),
            new RuleRoutes(identities).table(),
            new ProfileIdentityRoutes(identities).table(),
            new ServiceIdRoutes(identities, permits).table(),
            new ApiKeyRoutes(identities, permits).table(),
            new SettingsRoutes(identities).table(),
            new UserRoutes(identities, permits).table(),
            new ProviderRoutes(identities).table())
        .flatMap(List::stream)
        .toList();
  }
}

package io.sekisho.estate;

import io.sekisho.control.Edition;
import io.sekisho.vpc.Resource;
import java.util.Optional;

/// What one account has, only to be looked at.
final class Sight extends Holdings {
  Sight(Edition edition, Permits permits, Actor actor) {
    super(edition, permits, actor);
  }

  /// What has this id and stands in another resource.
  Optional<Resource> part(String id) {
    return everywhere(Resource.class).stream()
        .<Resource>map(Placed::value)
        .filter(it -> it.id().equals(id))
        .findFirst();
  }
}

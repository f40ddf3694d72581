package io.sekisho.wire;

import java.util.List;
import java.util.Optional;

/// A bare metal server as declared.
public record BareMetalServerSpec(
    String name,
    Optional<String> vpc,
    Optional<String> zone,
    Optional<String> profile,
    Optional<String> resourceGroup,
    Optional<MetadataServiceSettings> metadataService,
    Optional<String> userData,
    Optional<InstanceSpec.CloudInitSpec> cloudInit,
    List<String> keys,
    Optional<InstanceSpec.DefaultProfileSpec> defaultTrustedProfile,
    Optional<InstanceSpec.PasswordSpec> password,
    List<InterfaceSpec> networkInterfaces) {}

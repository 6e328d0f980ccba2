#include "engine/config/schema_table.h"

namespace watchglass::config {

// Fields and Go type names as of Prometheus 3.x (config/config.go, prometheus/common config, discovery/*).
// Types: s string, x secret, i int, u uint, b bool, f float, d duration, z size, U url, a anything, ss list of
// strings, m map of strings, ml map of lists, R relabel rules, S:x section, LS:x list of sections, MS:x map of
// sections; `@x` inlines the fields of section x; `!` marks what is read and not honoured yet.
// clang-format off
const std::vector<SectionText>& sectionTexts()
{
    static const std::vector<SectionText> texts{
    {"top", "config.plain",
     "global:S:global runtime:!S:runtime alerting:!S:alerting rule_files:ss scrape_config_files:ss "
     "scrape_configs:LS:scrape storage:S:storage tracing:!S:tracing remote_write:!LS:remote_write "
     "remote_read:!LS:remote_read otlp:!S:otlp"},
    {"scrape_file", "config.ScrapeConfigs",
     "scrape_configs:LS:scrape"},
    {"global", "config.plain",
     "scrape_interval:d scrape_timeout:d scrape_protocols:ss evaluation_interval:d rule_query_offset:d "
     "query_log_file:!s scrape_failure_log_file:!s external_labels:m body_size_limit:z sample_limit:u "
     "target_limit:u label_limit:u label_name_length_limit:u label_value_length_limit:u "
     "keep_dropped_targets:u metric_name_validation_scheme:s metric_name_escaping_scheme:s "
     "scrape_native_histograms:b convert_classic_histograms_to_nhcb:b "
     "always_scrape_classic_histograms:b extra_scrape_metrics:b"},
    {"runtime", "config.RuntimeConfig",
     "gogc:i"},
    {"scrape", "config.ScrapeConfig",
     "job_name:s honor_labels:b honor_timestamps:b track_timestamps_staleness:b params:ml "
     "scrape_interval:d scrape_timeout:d scrape_protocols:ss fallback_scrape_protocol:s "
     "scrape_native_histograms:b always_scrape_classic_histograms:b "
     "convert_classic_histograms_to_nhcb:b scrape_failure_log_file:!s metrics_path:s scheme:s "
     "enable_compression:b body_size_limit:z sample_limit:u target_limit:u label_limit:u "
     "label_name_length_limit:u label_value_length_limit:u native_histogram_bucket_limit:u "
     "native_histogram_min_bucket_factor:f keep_dropped_targets:u metric_name_validation_scheme:s "
     "metric_name_escaping_scheme:s extra_scrape_metrics:b @http relabel_configs:R "
     "metric_relabel_configs:R static_configs:LS:static @sd"},
    {"static", "targetgroup.plain",
     "targets:ss labels:m"},
    {"http", "config.HTTPClientConfig",
     "basic_auth:S:basic_auth authorization:S:authorization oauth2:!S:oauth2 bearer_token:x "
     "bearer_token_file:s tls_config:S:tls follow_redirects:b enable_http2:b @proxy "
     "http_headers:MS:header"},
    {"proxy", "config.ProxyConfig",
     "proxy_url:U no_proxy:s proxy_from_environment:b proxy_connect_header:ml"},
    {"header", "config.Header",
     "values:ss secrets:ss files:ss"},
    {"basic_auth", "config.BasicAuth",
     "username:s username_file:s username_ref:!s password:x password_file:s password_ref:!s"},
    {"authorization", "config.Authorization",
     "type:s credentials:x credentials_file:s credentials_ref:!s"},
    {"tls", "config.TLSConfig",
     "ca:s cert:s key:x ca_file:s cert_file:s key_file:s ca_ref:!s cert_ref:!s key_ref:!s "
     "server_name:s insecure_skip_verify:b min_version:s max_version:s"},
    {"oauth2", "config.plain",
     "client_id:s client_secret:x client_secret_file:s client_secret_ref:s client_certificate_key_id:s "
     "client_certificate_key:x client_certificate_key_file:s client_certificate_key_ref:s grant_type:s "
     "signature_algorithm:s iss:s audience:s claims:a scopes:ss token_url:s endpoint_params:m "
     "tls_config:S:tls @proxy"},
    {"alerting", "config.plain",
     "alert_relabel_configs:R alertmanagers:LS:alertmanager"},
    {"alertmanager", "config.plain",
     "@http sigv4:S:sigv4 scheme:s path_prefix:s timeout:d api_version:s relabel_configs:R "
     "alert_relabel_configs:R static_configs:LS:static @sd"},
    {"sigv4", "sigv4.plain",
     "region:s access_key:s secret_key:x profile:s role_arn:s external_id:s use_fips_sts_endpoint:b "
     "service_name:s"},
    {"storage", "config.StorageConfig",
     "tsdb:S:tsdb exemplars:S:exemplars"},
    {"tsdb", "config.plain",
     "out_of_order_time_window:d stale_series_compaction_threshold:!f chunk_encoding:!S:chunk_encoding "
     "retention:S:retention"},
    {"retention", "config.plain",
     "time:d size:z percentage:!f"},
    {"chunk_encoding", "config.ChunkEncodingConfig",
     "floats:s"},
    {"exemplars", "config.ExemplarsConfig",
     "max_exemplars:i"},
    {"tracing", "config.plain",
     "client_type:s endpoint:s sampling_fraction:f insecure:b tls_config:S:tls headers:m compression:s "
     "timeout:d"},
    {"remote_write", "config.plain",
     "url:U remote_timeout:d headers:m write_relabel_configs:R name:s send_exemplars:b "
     "send_native_histograms:b round_robin_dns:b protobuf_message:s failed_request_logging:b @http "
     "queue_config:S:queue metadata_config:S:metadata sigv4:S:sigv4 azuread:a google_iam:a"},
    {"queue", "config.QueueConfig",
     "capacity:i max_shards:i min_shards:i max_samples_per_send:i batch_send_deadline:d min_backoff:d "
     "max_backoff:d retry_on_http_429:b sample_age_limit:d"},
    {"metadata", "config.MetadataConfig",
     "send:b send_interval:d max_samples_per_send:i"},
    {"remote_read", "config.plain",
     "url:U remote_timeout:d chunked_read_limit:u headers:m read_recent:b name:s @http "
     "required_matchers:m filter_external_labels:b"},
    {"otlp", "config.plain",
     "promote_all_resource_attributes:b promote_resource_attributes:ss ignore_resource_attributes:ss "
     "translation_strategy:s keep_identifying_resource_attributes:b convert_histograms_to_nhcb:b "
     "promote_scope_metadata:b label_name_underscore_sanitization:b "
     "label_name_preserve_multiple_underscores:b"},
    {"sd", "-",
     "aws_sd_configs:!LS:aws_sd_configs ec2_sd_configs:!LS:ec2_sd_configs "
     "ecs_sd_configs:!LS:ecs_sd_configs elasticache_sd_configs:!LS:elasticache_sd_configs "
     "lightsail_sd_configs:!LS:lightsail_sd_configs msk_sd_configs:!LS:msk_sd_configs "
     "rds_sd_configs:!LS:rds_sd_configs azure_sd_configs:!LS:azure_sd_configs "
     "consul_sd_configs:!LS:consul_sd_configs digitalocean_sd_configs:!LS:digitalocean_sd_configs "
     "dns_sd_configs:!LS:dns_sd_configs eureka_sd_configs:!LS:eureka_sd_configs "
     "file_sd_configs:!LS:file_sd_configs gce_sd_configs:!LS:gce_sd_configs "
     "hetzner_sd_configs:!LS:hetzner_sd_configs http_sd_configs:!LS:http_sd_configs "
     "ionos_sd_configs:!LS:ionos_sd_configs kubernetes_sd_configs:!LS:kubernetes_sd_configs "
     "linode_sd_configs:!LS:linode_sd_configs marathon_sd_configs:!LS:marathon_sd_configs "
     "docker_sd_configs:!LS:docker_sd_configs dockerswarm_sd_configs:!LS:dockerswarm_sd_configs "
     "nomad_sd_configs:!LS:nomad_sd_configs oci_sd_configs:!LS:oci_sd_configs "
     "openstack_sd_configs:!LS:openstack_sd_configs outscale_sd_configs:!LS:outscale_sd_configs "
     "ovhcloud_sd_configs:!LS:ovhcloud_sd_configs puppetdb_sd_configs:!LS:puppetdb_sd_configs "
     "scaleway_sd_configs:!LS:scaleway_sd_configs stackit_sd_configs:!LS:stackit_sd_configs "
     "triton_sd_configs:!LS:triton_sd_configs uyuni_sd_configs:!LS:uyuni_sd_configs "
     "vultr_sd_configs:!LS:vultr_sd_configs kuma_sd_configs:!LS:kuma_sd_configs "
     "serverset_sd_configs:!LS:serverset_sd_configs nerve_sd_configs:!LS:nerve_sd_configs"},
    {"aws_sd_configs", "aws.SDConfig",
     "role:a region:s endpoint:s access_key:s secret_key:x profile:s role_arn:s external_id:s "
     "refresh_interval:d port:i @http filters:a clusters:ss"},
    {"ec2_sd_configs", "aws.EC2SDConfig",
     "endpoint:s region:s access_key:s secret_key:x profile:s role_arn:s external_id:s "
     "refresh_interval:d port:i filters:a @http"},
    {"ecs_sd_configs", "aws.ECSSDConfig",
     "region:s endpoint:s access_key:s secret_key:x profile:s role_arn:s external_id:s clusters:ss "
     "port:i refresh_interval:d request_concurrency:i @http"},
    {"elasticache_sd_configs", "aws.ElasticacheSDConfig",
     "region:s endpoint:s access_key:s secret_key:x profile:s role_arn:s external_id:s clusters:ss "
     "port:i refresh_interval:d request_concurrency:i @http"},
    {"lightsail_sd_configs", "aws.LightsailSDConfig",
     "endpoint:s region:s access_key:s secret_key:x profile:s role_arn:s external_id:s "
     "refresh_interval:d port:i @http"},
    {"msk_sd_configs", "aws.MSKSDConfig",
     "region:s endpoint:s access_key:s secret_key:x profile:s role_arn:s external_id:s clusters:ss "
     "port:i refresh_interval:d request_concurrency:i @http"},
    {"rds_sd_configs", "aws.RDSSDConfig",
     "region:s endpoint:s access_key:s secret_key:x profile:s role_arn:s external_id:s clusters:ss "
     "port:i refresh_interval:d filters:a request_concurrency:i @http"},
    {"azure_sd_configs", "azure.SDConfig",
     "environment:s port:i subscription_id:s tenant_id:s client_id:s client_secret:x "
     "refresh_interval:d authentication_method:s resource_group:s @http"},
    {"consul_sd_configs", "consul.SDConfig",
     "server:s path_prefix:s token:x datacenter:s namespace:s partition:s tag_separator:s scheme:s "
     "username:s password:x allow_stale:b refresh_interval:d services:ss tags:ss node_meta:m filter:s "
     "health_filter:s @http"},
    {"digitalocean_sd_configs", "digitalocean.SDConfig",
     "@http refresh_interval:d port:i role:a"},
    {"dns_sd_configs", "dns.SDConfig",
     "names:ss refresh_interval:d type:s port:i"},
    {"eureka_sd_configs", "eureka.SDConfig",
     "server:s @http refresh_interval:d"},
    {"file_sd_configs", "file.SDConfig",
     "files:ss refresh_interval:d"},
    {"gce_sd_configs", "gce.SDConfig",
     "project:s zone:s filter:s refresh_interval:d port:i tag_separator:s"},
    {"hetzner_sd_configs", "hetzner.SDConfig",
     "@http refresh_interval:d port:i role:a label_selector:s"},
    {"http_sd_configs", "http.SDConfig",
     "@http refresh_interval:d url:s"},
    {"ionos_sd_configs", "ionos.SDConfig",
     "datacenter_id:s @http refresh_interval:d port:i"},
    {"kubernetes_sd_configs", "kubernetes.plain",
     "api_server:U role:a kubeconfig_file:s @http namespaces:a selectors:a attach_metadata:a"},
    {"linode_sd_configs", "linode.SDConfig",
     "@http refresh_interval:d port:i tag_separator:s region:s"},
    {"marathon_sd_configs", "marathon.SDConfig",
     "servers:ss refresh_interval:d auth_token:x auth_token_file:s @http"},
    {"docker_sd_configs", "moby.DockerSDConfig",
     "@http host:s port:i filters:a host_networking_host:s refresh_interval:d match_first_network:b"},
    {"dockerswarm_sd_configs", "moby.DockerSwarmSDConfig",
     "@http host:s role:s port:i filters:a refresh_interval:d"},
    {"nomad_sd_configs", "nomad.SDConfig",
     "allow_stale:b @http namespace:s refresh_interval:d region:s server:s tag_separator:s"},
    {"oci_sd_configs", "oci.SDConfig",
     "auth:s tenancy:s user:s fingerprint:s key_file:s key_passphrase:x key_passphrase_file:s region:s "
     "compartments:ss @http port:i refresh_interval:d"},
    {"openstack_sd_configs", "openstack.SDConfig",
     "identity_endpoint:s username:s userid:s password:x project_name:s project_id:s domain_name:s "
     "domain_id:s application_credential_name:s application_credential_id:s "
     "application_credential_secret:x role:a region:s refresh_interval:d port:i all_tenants:b "
     "tls_config:S:tls availability:s"},
    {"outscale_sd_configs", "outscale.SDConfig",
     "endpoint:s region:s access_key:s secret_key:x secret_key_file:s refresh_interval:d port:i @http"},
    {"ovhcloud_sd_configs", "ovhcloud.SDConfig",
     "endpoint:s application_key:s application_secret:x consumer_key:x refresh_interval:d service:s"},
    {"puppetdb_sd_configs", "puppetdb.SDConfig",
     "@http refresh_interval:d url:s query:s include_parameters:b port:i"},
    {"scaleway_sd_configs", "scaleway.SDConfig",
     "project_id:s api_url:s zone:s access_key:s secret_key:x secret_key_file:s name_filter:s "
     "tags_filter:ss @http refresh_interval:d port:i role:a"},
    {"stackit_sd_configs", "stackit.SDConfig",
     "@http project:s refresh_interval:d port:i region:s endpoint:s service_account_key:x "
     "private_key:x service_account_key_path:s private_key_path:s credentials_file_path:s"},
    {"triton_sd_configs", "triton.SDConfig",
     "account:s role:s dns_suffix:s endpoint:s groups:ss port:i refresh_interval:d tls_config:S:tls "
     "version:i"},
    {"uyuni_sd_configs", "uyuni.SDConfig",
     "server:s username:s password:x @http entitlement:s separator:s refresh_interval:d"},
    {"vultr_sd_configs", "vultr.SDConfig",
     "@http refresh_interval:d port:i"},
    {"kuma_sd_configs", "xds.SDConfig",
     "@http refresh_interval:d fetch_timeout:d server:s client_id:s"},
    {"serverset_sd_configs", "zookeeper.ServersetSDConfig",
     "servers:ss paths:ss timeout:d"},
    {"nerve_sd_configs", "zookeeper.NerveSDConfig",
     "servers:ss paths:ss timeout:d"},
    };
    return texts;
}
// clang-format on

}  // namespace watchglass::config

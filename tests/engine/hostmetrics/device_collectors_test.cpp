#include "tests/engine/hostmetrics/collector_cases.h"

using namespace watchglass::hostmetrics;

namespace {

const std::vector<CollectorCase> kCases = {
    {"cpufreq",
     "cpufreq",
     {{"sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "1200000\n"},
      {"sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n"},
      {"sys/devices/system/cpu/cpu0/cpufreq/scaling_available_governors", "performance powersave\n"},
      {"sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq", "4400000\n"}},
     "# TYPE node_cpu_frequency_max_hertz gauge\nnode_cpu_frequency_max_hertz{cpu=\"0\"} 4400000000\n"
     "# TYPE node_cpu_scaling_frequency_hertz gauge\nnode_cpu_scaling_frequency_hertz{cpu=\"0\"} 1200000000\n"
     "# TYPE node_cpu_scaling_governor gauge\n"
     "node_cpu_scaling_governor{cpu=\"0\",governor=\"performance\"} 0\n"
     "node_cpu_scaling_governor{cpu=\"0\",governor=\"powersave\"} 1\n"
     "success 1\n"},
    {"diskstats: an old kernel, partitions left out",
     "diskstats",
     {{"proc/diskstats", " 254       0 vda 10 1 4 2500 20 2 8 500 1 3000 3500\n"
                         " 254       1 vda1 10 1 4 2500 20 2 8 500 1 3000 3500\n"
                         " 259       1 nvme0n1p1 1 1 1 1 1 1 1 1 1 1 1\n"
                         "   7       0 loop0 1 1 1 1 1 1 1 1 1 1 1\n"
                         " 252       0 zram0 1 1 1 1 1 1 1 1 1 1 1\n"},
      {"sys/block/vda/queue/rotational", "1\n"},
      {"udev/b254:0", "S:disk/x\nE:ID_MODEL=Fast\nE:ID_SERIAL=abc\nE:ID_FS_TYPE=ext4\nE:ID_FS_UUID=u-1\n"}},
     "# TYPE node_disk_filesystem_info gauge\n"
     "node_disk_filesystem_info{device=\"vda\",type=\"ext4\",usage=\"\",uuid=\"u-1\",version=\"\"} 1\n"
     "# TYPE node_disk_info gauge\n"
     "node_disk_info{device=\"vda\",major=\"254\",minor=\"0\",model=\"Fast\",path=\"\",revision=\"\","
     "rotational=\"1\",serial=\"abc\",wwn=\"\"} 1\n"
     "# TYPE node_disk_io_now gauge\nnode_disk_io_now{device=\"vda\"} 1\n"
     "# TYPE node_disk_io_time_seconds_total counter\nnode_disk_io_time_seconds_total{device=\"vda\"} 3\n"
     "# TYPE node_disk_io_time_weighted_seconds_total counter\n"
     "node_disk_io_time_weighted_seconds_total{device=\"vda\"} 3.5\n"
     "# TYPE node_disk_read_bytes_total counter\nnode_disk_read_bytes_total{device=\"vda\"} 2048\n"
     "# TYPE node_disk_read_time_seconds_total counter\nnode_disk_read_time_seconds_total{device=\"vda\"} 2.5\n"
     "# TYPE node_disk_reads_completed_total counter\nnode_disk_reads_completed_total{device=\"vda\"} 10\n"
     "# TYPE node_disk_reads_merged_total counter\nnode_disk_reads_merged_total{device=\"vda\"} 1\n"
     "# TYPE node_disk_write_time_seconds_total counter\nnode_disk_write_time_seconds_total{device=\"vda\"} 0.5\n"
     "# TYPE node_disk_writes_completed_total counter\nnode_disk_writes_completed_total{device=\"vda\"} 20\n"
     "# TYPE node_disk_writes_merged_total counter\nnode_disk_writes_merged_total{device=\"vda\"} 2\n"
     "# TYPE node_disk_written_bytes_total counter\nnode_disk_written_bytes_total{device=\"vda\"} 4096\n"
     "success 1\n"},
    {"netclass: a link that is down, and no device",
     "netclass",
     {{"sys/class/net/bonding_masters", "bond0\n"},
      {"sys/class/net/eth1/address", "02:00:00:00:00:0a\n"},
      {"sys/class/net/eth1/broadcast", "ff:ff:ff:ff:ff:ff\n"},
      {"sys/class/net/eth1/operstate", "down\n"},
      {"sys/class/net/eth1/ifalias", "up\"link\n"},
      {"sys/class/net/eth1/flags", "0x1003\n"},
      {"sys/class/net/eth1/mtu", "1500\n"},
      {"sys/class/net/eth1/speed", "-1\n"},
      {"sys/class/net/eth1/carrier_changes", "4\n"}},
     "# TYPE node_network_carrier_changes_total counter\nnode_network_carrier_changes_total{device=\"eth1\"} 4\n"
     "# TYPE node_network_flags gauge\nnode_network_flags{device=\"eth1\"} 4099\n"
     "# TYPE node_network_info gauge\n"
     "node_network_info{address=\"02:00:00:00:00:0a\",adminstate=\"up\",broadcast=\"ff:ff:ff:ff:ff:ff\","
     "device=\"eth1\",duplex=\"\",ifalias=\"up\\\"link\",operstate=\"down\"} 1\n"
     "# TYPE node_network_mtu_bytes gauge\nnode_network_mtu_bytes{device=\"eth1\"} 1500\n"
     "# TYPE node_network_speed_bytes gauge\nnode_network_speed_bytes{device=\"eth1\"} -125000\n"
     "# TYPE node_network_up gauge\nnode_network_up{device=\"eth1\"} 0\n"
     "success 1\n"},
    {"bonding",
     "bonding",
     {{"sys/class/net/bonding_masters", "bond0\n"},
      {"sys/class/net/bond0/bonding/slaves", "eth0 eth1\n"},
      {"sys/class/net/bond0/lower_eth0/bonding_slave/mii_status", "up\n"},
      {"sys/class/net/bond0/slave_eth1/bonding_slave/mii_status", "down\n"}},
     "# TYPE node_bonding_active gauge\nnode_bonding_active{master=\"bond0\"} 1\n"
     "# TYPE node_bonding_slaves gauge\nnode_bonding_slaves{master=\"bond0\"} 2\n"
     "success 1\n"},
    {"bonding: none", "bonding", {{"sys/class/net/lo/mtu", "1\n"}}, "success 0\n"},
    {"hwmon: units, labels, a chip named by its file",
     "hwmon",
     {{"sys/class/hwmon/hwmon0/name", "core-temp\n"},
      {"sys/class/hwmon/hwmon0/temp1_input", "45500\n"},
      {"sys/class/hwmon/hwmon0/temp1_label", "Package\n"},
      {"sys/class/hwmon/hwmon0/temp1_crit_alarm", "0\n"},
      {"sys/class/hwmon/hwmon0/fan2_input", "1800\n"},
      {"sys/class/hwmon/hwmon0/in0_input", "1250\n"},
      {"sys/class/hwmon/hwmon0/pwm1", "128\n"},
      {"sys/class/hwmon/hwmon0/pwm1_enable", "2\n"},
      {"sys/class/hwmon/hwmon0/power1_average", "2500000\n"},
      {"sys/class/hwmon/hwmon0/energy1_input", "5000000\n"},
      {"sys/class/hwmon/hwmon0/update_interval", "1000\n"},
      {"sys/class/hwmon/hwmon0/uevent", "\n"}},
     "# TYPE node_hwmon_chip_names gauge\nnode_hwmon_chip_names{chip=\"core_temp\",chip_name=\"core_temp\"} 1\n"
     "# TYPE node_hwmon_energy_joule_total counter\n"
     "node_hwmon_energy_joule_total{chip=\"core_temp\",sensor=\"energy1\"} 5\n"
     "# TYPE node_hwmon_fan_rpm gauge\nnode_hwmon_fan_rpm{chip=\"core_temp\",sensor=\"fan2\"} 1800\n"
     "# TYPE node_hwmon_in_volts gauge\nnode_hwmon_in_volts{chip=\"core_temp\",sensor=\"in0\"} 1.25\n"
     "# TYPE node_hwmon_power_average_watt gauge\n"
     "node_hwmon_power_average_watt{chip=\"core_temp\",sensor=\"power1\"} 2.5\n"
     "# TYPE node_hwmon_pwm gauge\nnode_hwmon_pwm{chip=\"core_temp\",sensor=\"pwm1\"} 128\n"
     "# TYPE node_hwmon_pwm_enable gauge\nnode_hwmon_pwm_enable{chip=\"core_temp\",sensor=\"pwm1\"} 2\n"
     "# TYPE node_hwmon_sensor_label gauge\n"
     "node_hwmon_sensor_label{chip=\"core_temp\",label=\"Package\",sensor=\"temp1\"} 1\n"
     "# TYPE node_hwmon_temp_celsius gauge\nnode_hwmon_temp_celsius{chip=\"core_temp\",sensor=\"temp1\"} 45.5\n"
     "# TYPE node_hwmon_temp_crit_alarm_celsius gauge\n"
     "node_hwmon_temp_crit_alarm_celsius{chip=\"core_temp\",sensor=\"temp1\"} 0\n"
     "# TYPE node_hwmon_update_interval_seconds gauge\n"
     "node_hwmon_update_interval_seconds{chip=\"core_temp\",sensor=\"update_interval0\"} 1\n"
     "success 1\n"},
    {"thermal_zone",
     "thermal_zone",
     {{"sys/class/thermal/thermal_zone0/type", "x86_pkg_temp\n"},
      {"sys/class/thermal/thermal_zone0/temp", "52000\n"},
      {"sys/class/thermal/thermal_zone1/type", "off\n"},
      {"sys/class/thermal/cooling_device3/type", "Fan\n"},
      {"sys/class/thermal/cooling_device3/cur_state", "1\n"},
      {"sys/class/thermal/cooling_device3/max_state", "10\n"}},
     "# TYPE node_cooling_device_cur_state gauge\nnode_cooling_device_cur_state{name=\"3\",type=\"Fan\"} 1\n"
     "# TYPE node_cooling_device_max_state gauge\nnode_cooling_device_max_state{name=\"3\",type=\"Fan\"} 10\n"
     "# TYPE node_thermal_zone_temp gauge\nnode_thermal_zone_temp{type=\"x86_pkg_temp\",zone=\"0\"} 52\n"
     "success 1\n"},
    {"powersupplyclass",
     "powersupplyclass",
     {{"sys/class/power_supply/BAT0/capacity", "77\n"},
      {"sys/class/power_supply/BAT0/energy_now", "25500000\n"},
      {"sys/class/power_supply/BAT0/temp", "305\n"},
      {"sys/class/power_supply/BAT0/status", "Discharging\n"},
      {"sys/class/power_supply/BAT0/serial_number", " \n"}},
     "# TYPE node_power_supply_capacity gauge\nnode_power_supply_capacity{power_supply=\"BAT0\"} 77\n"
     "# TYPE node_power_supply_energy_watthour gauge\nnode_power_supply_energy_watthour{power_supply=\"BAT0\"} 25.5\n"
     "# TYPE node_power_supply_info gauge\n"
     "node_power_supply_info{power_supply=\"BAT0\",status=\"Discharging\"} 1\n"
     "# TYPE node_power_supply_temp_celsius gauge\nnode_power_supply_temp_celsius{power_supply=\"BAT0\"} 30.5\n"
     "success 1\n"},
    {"nvme",
     "nvme",
     {{"sys/class/nvme/nvme0/model", "Quick 1TB   \n"},
      {"sys/class/nvme/nvme0/serial", "S1\n"},
      {"sys/class/nvme/nvme0/state", "live\n"},
      {"sys/class/nvme/nvme0/firmware_rev", "F2\n"},
      {"sys/class/nvme/nvme0/cntlid", "4\n"},
      {"sys/class/nvme/nvme0/nvme0c0n1/size", "1000\n"},
      {"sys/class/nvme/nvme0/nvme0c0n1/nuse", "10\n"},
      {"sys/class/nvme/nvme0/nvme0c0n1/queue/logical_block_size", "512\n"}},
     "# TYPE node_nvme_info gauge\n"
     "node_nvme_info{cntlid=\"4\",device=\"nvme0\",firmware_revision=\"F2\",model=\"Quick 1TB\",serial=\"S1\","
     "state=\"live\"} 1\n"
     "# TYPE node_nvme_namespace_capacity_bytes gauge\n"
     "node_nvme_namespace_capacity_bytes{device=\"nvme0\",nsid=\"1\"} 512000\n"
     "# TYPE node_nvme_namespace_info gauge\n"
     "node_nvme_namespace_info{ana_state=\"unknown\",device=\"nvme0\",nsid=\"1\"} 1\n"
     "# TYPE node_nvme_namespace_logical_block_size_bytes gauge\n"
     "node_nvme_namespace_logical_block_size_bytes{device=\"nvme0\",nsid=\"1\"} 512\n"
     "# TYPE node_nvme_namespace_size_bytes gauge\n"
     "node_nvme_namespace_size_bytes{device=\"nvme0\",nsid=\"1\"} 512000\n"
     "# TYPE node_nvme_namespace_used_bytes gauge\n"
     "node_nvme_namespace_used_bytes{device=\"nvme0\",nsid=\"1\"} 5120\n"
     "success 1\n"},
    {"edac",
     "edac",
     {{"sys/devices/system/edac/mc/mc0/ce_count", "1\n"},
      {"sys/devices/system/edac/mc/mc0/ce_noinfo_count", "2\n"},
      {"sys/devices/system/edac/mc/mc0/ue_count", "3\n"},
      {"sys/devices/system/edac/mc/mc0/ue_noinfo_count", "4\n"},
      {"sys/devices/system/edac/mc/mc0/csrow1/ce_count", "5\n"},
      {"sys/devices/system/edac/mc/mc0/csrow1/ue_count", "6\n"}},
     "# TYPE node_edac_correctable_errors_total counter\nnode_edac_correctable_errors_total{controller=\"0\"} 1\n"
     "# TYPE node_edac_csrow_correctable_errors_total counter\n"
     "node_edac_csrow_correctable_errors_total{controller=\"0\",csrow=\"unknown\"} 2\n"
     "node_edac_csrow_correctable_errors_total{controller=\"0\",csrow=\"1\"} 5\n"
     "# TYPE node_edac_csrow_uncorrectable_errors_total counter\n"
     "node_edac_csrow_uncorrectable_errors_total{controller=\"0\",csrow=\"unknown\"} 4\n"
     "node_edac_csrow_uncorrectable_errors_total{controller=\"0\",csrow=\"1\"} 6\n"
     "# TYPE node_edac_uncorrectable_errors_total counter\nnode_edac_uncorrectable_errors_total{controller=\"0\"} 3\n"
     "success 1\n"},
    {"dmi",
     "dmi",
     {{"sys/class/dmi/id/sys_vendor", "Acme \xFF\xFE Inc\n"}, {"sys/class/dmi/id/bios_date", "01/02/2024\n"}},
     "# TYPE node_dmi_info gauge\n"
     "node_dmi_info{bios_date=\"01/02/2024\",system_vendor=\"Acme \xEF\xBF\xBD Inc\"} 1\n"
     "success 1\n"},
    {"os: the second place, quotes, end of support",
     "os",
     {{"root/usr/lib/os-release", "# a comment\nNAME=\"Sample \\\"OS\\\"\"\nID=sample\nVERSION_ID='22.04.3'\n"
                                  "SUPPORT_END=2027-03-01\n"}},
     "# TYPE node_os_info gauge\n"
     "node_os_info{build_id=\"\",id=\"sample\",id_like=\"\",image_id=\"\",image_version=\"\","
     "name=\"Sample \\\"OS\\\"\",pretty_name=\"\",variant=\"\",variant_id=\"\",version=\"\",version_codename=\"\","
     "version_id=\"22.04.3\"} 1\n"
     "# TYPE node_os_support_end_timestamp_seconds gauge\nnode_os_support_end_timestamp_seconds 1803859200\n"
     "# TYPE node_os_version gauge\nnode_os_version{id=\"sample\",id_like=\"\",name=\"Sample \\\"OS\\\"\"} 22.04\n"
     "success 1\n"},
    {"selinux: off", "selinux", {}, "# TYPE node_selinux_enabled gauge\nnode_selinux_enabled 0\nsuccess 1\n"},
    {"selinux: permissive now",
     "selinux",
     {{"sys/fs/selinux/enforce", "0"}, {"root/etc/selinux/config", "# mode\nSELINUX=enforcing\n"}},
     "# TYPE node_selinux_config_mode gauge\nnode_selinux_config_mode 1\n"
     "# TYPE node_selinux_current_mode gauge\nnode_selinux_current_mode 0\n"
     "# TYPE node_selinux_enabled gauge\nnode_selinux_enabled 1\nsuccess 1\n"},
};

}  // namespace

class DeviceCollectorsTest : public QObject {
    Q_OBJECT

private slots:
    void givesExactly_data() { addRows(kCases); }
    void givesExactly()
    {
        QFETCH(int, index);
        checkCase(kCases[static_cast<std::size_t>(index)]);
    }

    /// The chip label comes from the device's place; two chips of one device get different ones.
    void hwmonChipsAreNamedByTheirDevice()
    {
        const FixtureTree tree;
        tree.write("sys/devices/platform/super-io.656/uevent", "\n");
        for (const char* chip : {"hwmon0", "hwmon1"}) {
            const std::string path = "sys/class/hwmon/" + std::string(chip);
            tree.write(path + "/name", std::string(chip) == "hwmon0" ? "fans\n" : "volts\n");
            tree.write(path + "/fan1_input", "1\n");
            tree.link(path + "/device", "sys/devices/platform/super-io.656");
        }
        const std::string body = collectOnce(tree.optionsFor("hwmon"));
        QVERIFY(body.find("node_hwmon_fan_rpm{chip=\"platform_super_io_656_fans\",sensor=\"fan1\"} 1\n"
                          "node_hwmon_fan_rpm{chip=\"platform_super_io_656_volts\",sensor=\"fan1\"} 1\n") !=
                std::string::npos);
    }
};

QTEST_APPLESS_MAIN(DeviceCollectorsTest)
#include "device_collectors_test.moc"

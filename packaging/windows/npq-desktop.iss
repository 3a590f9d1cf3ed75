; The installer for Windows 10 and later: iscc /DVersion=0.1.0 packaging\windows\npq-desktop.iss
; For one account without an administrator; /ALLUSERS installs for all. Silent: /VERYSILENT.
; Removing the program leaves the data of every account where they are.
#ifndef Version
  #define Version "0.0.0"
#endif

[Setup]
AppId={{8E0D6B5B-6C0B-4E0B-9C1B-2F6C9D6A7E11}
AppName=NPQ Desktop
AppVersion={#Version}
AppPublisher=NPQ Desktop contributors
DefaultDirName={autopf}\NPQ Desktop
DefaultGroupName=NPQ Desktop
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=commandline dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0
ChangesAssociations=yes
CloseApplications=yes
Compression=lzma2/max
SolidCompression=yes
OutputDir=..\..\dist
OutputBaseFilename=npq-desktop-{#Version}-windows-setup
SetupIconFile=..\..\build\icons\app.ico
UninstallDisplayIcon={app}\NPQ Desktop.exe
LicenseFile=..\..\LICENSE
WizardStyle=modern

[Files]
Source: "..\..\build\frozen\npq-desktop\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\NPQ Desktop"; Filename: "{app}\NPQ Desktop.exe"

[Registry]
Root: HKA; Subkey: "Software\Classes\.npqsync"; ValueType: string; ValueName: ""; ValueData: "NPQDesktop.Sync"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.npqsync"; ValueType: string; ValueName: "Content Type"; ValueData: "application/vnd.npqdesktop.sync"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\NPQDesktop.Sync"; ValueType: string; ValueName: ""; ValueData: "NPQ Desktop sync file"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\NPQDesktop.Sync\DefaultIcon"; ValueType: string; ValueName: ""; ValueData: "{app}\NPQ Desktop.exe,0"
Root: HKA; Subkey: "Software\Classes\NPQDesktop.Sync\shell\open\command"; ValueType: string; ValueName: ""; ValueData: """{app}\NPQ Desktop.exe"" ""%1"""

[Run]
Filename: "{app}\NPQ Desktop.exe"; Description: "Start NPQ Desktop"; Flags: nowait postinstall skipifsilent

Attribute VB_Name = "PmfRibbon"
Option Explicit
' One callback serves every button: which one it was goes to Python as the control's id and
' tag, so a new button or report changes nothing here. The menu and the label read files that
' Python wrote; showing them never starts anything.

#If Mac Then
#Else
    Private Declare PtrSafe Function MsgWaitForMultipleObjects Lib "user32" (ByVal count As Long, _
        ByVal handles As LongPtr, ByVal all As Long, ByVal milliseconds As Long, ByVal mask As Long) As Long
#End If

Private Const TITLE As String = "Reporting"
Private Const ALIVE_SECONDS As Long = 10
Private Const SILENT_SECONDS As Long = 120
Private Const PAUSE As Long = 50
Private Const ANY_INPUT As Long = &H4FF
Private Const BOX_LENGTH As Long = 1000
Private mRibbon As IRibbonUI
Private mRequest As String
Private mControl As String
Private mByHelper As Boolean
Private mStopped As Boolean
Private mTaken As Boolean
Private mUntil As Date

Public Sub PmfOnLoad(ribbon As IRibbonUI)
    Set mRibbon = ribbon
End Sub

Public Sub PmfAction(control As IRibbonControl)
    PmfCall control.ID, control.Tag
End Sub

Public Sub PmfGetContent(control As IRibbonControl, ByRef returnedVal)
    returnedVal = PmfReadText(PmfHome() & "menu.xml")
    If Len(returnedVal) = 0 Then
        returnedVal = "<menu xmlns=""http://schemas.microsoft.com/office/2006/01/customui"">" & _
            "<button id=""pmfNoReports"" label=""No reports yet: press Settings"" enabled=""false""/></menu>"
    End If
End Sub

Public Sub PmfGetLabel(control As IRibbonControl, ByRef returnedVal)
    returnedVal = PmfReadText(PmfHome() & "status.txt")
    If Len(returnedVal) = 0 Then returnedVal = "Not refreshed yet"
End Sub

Public Sub PmfUndo()
    PmfCall "pmfUndo", "undo:refresh"
End Sub

Public Sub PmfCall(ByVal id As String, ByVal tag As String)
    If Len(mRequest) > 0 Then
        PmfStillAtWork
    ElseIf ActiveWorkbook Is Nothing Then
        PmfTell "Open a workbook first.", vbInformation
    ElseIf ActiveWorkbook.Path = vbNullString And Not tag Like "help:*" Then
        PmfTell "Save this workbook once first. A workbook that has no file cannot be refreshed.", vbInformation
    Else
        PmfSend PmfSafe(id), PmfSafe(tag)
    End If
End Sub

Private Sub PmfStillAtWork()
    ' On Windows a box would keep Excel from taking what Python writes just now.
    #If Mac Then
        If MsgBox("The last request is still being worked on. Stop it?", vbYesNo + vbQuestion, TITLE) = vbYes Then
            mStopped = True
            PmfFinish
        End If
    #Else
        Application.StatusBar = TITLE & ": the last request is still being worked on. Esc stops it."
    #End If
End Sub

Private Sub PmfSend(ByVal id As String, ByVal tag As String)
    On Error GoTo failed
    mControl = id
    mRequest = PmfNewRequest()
    mUntil = Now + TimeSerial(0, 0, SILENT_SECONDS)
    mStopped = False
    mTaken = False
    mByHelper = PmfHelperAlive()
    Application.StatusBar = TITLE & ": working..."
    If mByHelper Then
        PmfWriteText PmfFile(".req"), PmfRequest(id, tag)
    Else
        PmfWriteText PmfFile(".run"), "RunPython"
        RunPython PmfCommand(id, tag, mRequest)
    End If
    #If Mac Then
        PmfLook
    #Else
        If mByHelper Then PmfWait
        PmfFinish
    #End If
    Exit Sub
failed:
    Dim reason As String
    reason = Err.Description
    PmfForgetAll
    Application.StatusBar = False
    PmfTell "The engine could not be reached: " & reason & vbLf & vbLf & _
        "Where Office may not start programs, the helper must run: pmf ribbon serve. " & _
        "pmf ribbon doctor says what is wrong.", vbExclamation
End Sub

#If Mac Then
#Else
Private Sub PmfWait()
    ' As long as the helper lives there is an end to wait for; Esc ends the wait before.
    Application.StatusBar = TITLE & ": working... Esc stops it."
    Do Until PmfAnswered() Or Not PmfHelperAlive()
        If PmfEscaped() Then
            If mStopped Or PmfWithdrawn() Then Exit Do
            Application.StatusBar = TITLE & ": it is being written and will be done in a moment."
            mStopped = True
        End If
    Loop
    Application.EnableCancelKey = xlInterrupt
End Sub

Private Function PmfEscaped() As Boolean
    ' Rests until there is something to do, so that what Python asks of Excel is taken at once.
    On Error GoTo pressed
    Application.EnableCancelKey = xlErrorHandler
    MsgWaitForMultipleObjects 0, 0, 0, PAUSE, ANY_INPUT
    DoEvents
    Application.EnableCancelKey = xlDisabled
    Exit Function
pressed:
    PmfEscaped = True
    Application.EnableCancelKey = xlDisabled
End Function
#End If

Public Sub PmfLook()
    ' On a Mac Python cannot write while a macro runs, so Excel is left alone between looks.
    If Len(mRequest) = 0 Then Exit Sub
    If PmfAnswered() Or Not PmfIsAwaited() Then
        PmfFinish
    Else
        Application.OnTime Now + TimeSerial(0, 0, 1), PmfMacro("PmfLook")
    End If
End Sub

Private Function PmfIsAwaited() As Boolean
    If mByHelper Then PmfIsAwaited = PmfHelperAlive() Else PmfIsAwaited = Now <= mUntil
End Function

Private Sub PmfFinish()
    Dim answer As String, id As String, untouched As Boolean
    answer = PmfReadText(PmfFile(".res"))
    If Len(answer) = 0 Then
        untouched = PmfWithdrawn()
        answer = PmfReadText(PmfFile(".res"))
    End If
    id = mControl
    PmfForgetAll
    Application.StatusBar = False
    If Not mRibbon Is Nothing Then mRibbon.Invalidate
    If Len(answer) = 0 Then
        PmfTell PmfSilence(id, untouched), vbExclamation
    Else
        PmfAnswer id, answer
    End If
End Sub

Private Function PmfWithdrawn() As Boolean
    ' Python takes a request by calling it .run, and calls it .go before it changes anything:
    ' where it is still there to be taken back, nothing was changed and nothing will be.
    PmfWithdrawn = PmfForget(PmfFile(".req")) Or PmfForget(PmfFile(".run")) Or mTaken
    mTaken = PmfWithdrawn
End Function

Private Sub PmfForgetAll()
    PmfForget PmfFile(".req")
    PmfForget PmfFile(".run")
    PmfForget PmfFile(".go")
    PmfForget PmfFile(".res")
    mRequest = vbNullString
End Sub

Private Sub PmfAnswer(ByVal id As String, ByVal answer As String)
    Dim message As String
    message = PmfField(answer, "message")
    If Len(PmfField(answer, "again")) > 0 Then
        If MsgBox(Left$(message, BOX_LENGTH), vbYesNo + vbQuestion, TITLE) = vbYes Then
            PmfSend id, PmfSafe(PmfField(answer, "again"))
        End If
    ElseIf PmfField(answer, "ok") <> "yes" Then
        PmfTell message, vbExclamation
    ElseIf PmfField(answer, "box") = "yes" Then
        PmfTell message, vbInformation
    ElseIf Len(message) > 0 Then
        Application.StatusBar = TITLE & ": " & Left$(message, 200)
        Application.OnTime Now + TimeSerial(0, 0, 10), PmfMacro("PmfClear")
    End If
    If PmfField(answer, "undo") = "yes" Then Application.OnUndo "Undo refresh", PmfMacro("PmfUndo")
End Sub

Public Sub PmfClear()
    If Len(mRequest) = 0 Then Application.StatusBar = False
End Sub

Private Function PmfSilence(ByVal id As String, ByVal untouched As Boolean) As String
    If Not untouched Then
        PmfSilence = "Python had begun to write and did not say that it is done. Look at the workbook before you go on."
        If id Like "pmfRefresh*" Or id = "pmfUndo" Then
            PmfSilence = PmfSilence & " Undo refresh puts it back, whether the refresh was cut off or has ended by then."
        End If
    ElseIf mStopped Or PmfHelperAlive() Then
        PmfSilence = "Stopped. Nothing was changed."
    ElseIf mByHelper Then
        PmfSilence = "The helper has ended, so nothing was changed. Press the button again, or start the helper " & _
            "first: pmf ribbon serve"
    Else
        PmfSilence = "Python did not answer, so nothing was changed. Where Office may not start programs, the helper " & _
            "must run: pmf ribbon serve. pmf ribbon doctor says what is wrong."
    End If
End Function

Public Function PmfCommand(ByVal id As String, ByVal tag As String, ByVal request As String) As String
    ' These three are plain characters alone, so none can end the quotes or the command line.
    PmfCommand = "import pmf_engine.ribbon.helper_cold as r; r.answer('" & _
        PmfSafe(id) & "','" & PmfSafe(tag) & "','" & PmfSafe(request) & "')"
End Function

Public Function PmfSafe(ByVal s As String) As String
    Dim i As Long, c As String
    For i = 1 To Len(s)
        c = Mid$(s, i, 1)
        If c Like "[A-Za-z0-9._:@-]" Then PmfSafe = PmfSafe & c
    Next i
End Function

Private Function PmfRequest(ByVal id As String, ByVal tag As String) As String
    Dim window As String
    #If Mac Then
        window = "0"
    #Else
        window = CStr(Application.Hwnd)
    #End If
    PmfRequest = "{""control"": """ & id & """, ""tag"": """ & tag & """, ""window"": """ & window & _
        """, ""book"": """ & PmfQuoted(ActiveWorkbook.Name) & """}"
End Function

Private Function PmfQuoted(ByVal s As String) As String
    Dim i As Long, c As String
    For i = 1 To Len(s)
        c = Mid$(s, i, 1)
        If c Like "[A-Za-z0-9._ -]" Then
            PmfQuoted = PmfQuoted & c
        Else
            PmfQuoted = PmfQuoted & "\u" & Right$("000" & Hex$(AscW(c) And &HFFFF&), 4)
        End If
    Next i
End Function

Private Function PmfField(ByVal text As String, ByVal key As String) As String
    ' Python writes quotes, backslashes and all but plain characters as \u and four digits.
    Dim i As Long, c As String
    i = InStr(text, """" & key & """: """)
    If i = 0 Then Exit Function
    i = i + Len(key) + 5
    Do While i <= Len(text)
        c = Mid$(text, i, 1)
        If c = """" Then Exit Do
        If c = "\" Then
            c = ChrW$(CLng("&H" & Mid$(text, i + 2, 4)))
            i = i + 5
        End If
        PmfField = PmfField & c
        i = i + 1
    Loop
End Function

Private Function PmfNewRequest() As String
    Randomize
    PmfNewRequest = Format$(Now, "yyyymmddhhnnss") & "-" & CStr(Int(Rnd * 1000000))
End Function

Private Function PmfHelperAlive() As Boolean
    On Error Resume Next
    PmfHelperAlive = Abs(DateDiff("s", FileDateTime(PmfBox() & "ready"), Now)) <= ALIVE_SECONDS
End Function

Private Function PmfAnswered() As Boolean
    PmfAnswered = Len(Dir$(PmfFile(".res"))) > 0
End Function

Private Function PmfMacro(ByVal name As String) As String
    PmfMacro = "'" & ThisWorkbook.Name & "'!PmfRibbon." & name
End Function

Private Function PmfHome() As String
    #If Mac Then
        PmfHome = GetMacDir("$HOME", False) & "/." & PROJECT_NAME & "/"
    #Else
        PmfHome = Environ$("USERPROFILE") & "\." & PROJECT_NAME & "\"
    #End If
End Function

Private Function PmfBox() As String
    PmfBox = PmfHome() & "requests" & Right$(PmfHome(), 1)
End Function

Private Function PmfFile(ByVal ending As String) As String
    PmfFile = PmfBox() & mRequest & ending
End Function

Private Function PmfReadText(ByVal path As String) As String
    Dim f As Integer
    On Error GoTo absent
    If Len(Dir$(path)) = 0 Then Exit Function
    f = FreeFile
    Open path For Input As #f
    PmfReadText = Input$(LOF(f), f)
    Close #f
absent:
End Function

Private Sub PmfWriteText(ByVal path As String, ByVal text As String)
    ' Under another name first, so that it is never read half written.
    Dim f As Integer, part As String
    part = path & ".tmp"
    f = FreeFile
    Open part For Output As #f
    Print #f, text;
    Close #f
    Name part As path
End Sub

Private Function PmfForget(ByVal path As String) As Boolean
    On Error Resume Next
    Kill path
    PmfForget = (Err.Number = 0)
End Function

Private Sub PmfTell(ByVal message As String, ByVal style As Long)
    MsgBox Left$(message, BOX_LENGTH), style, TITLE
End Sub
